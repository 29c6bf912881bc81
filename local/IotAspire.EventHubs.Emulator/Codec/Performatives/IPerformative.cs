namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>
/// The body of a frame that the server sends (part 2, section 2.7; part 5, section 5.3). All fields are written, trailing
/// nulls too: some clients index them by position.
/// </summary>
internal interface IPerformative
{
    ulong Descriptor { get; }

    int FieldCount { get; }

    void WriteFields(AmqpWriter writer);
}
