namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>Detaches a link.</summary>
internal sealed record Detach(uint Handle, bool Closed, AmqpError? Error) : IPerformative
{
    public ulong Descriptor => PerformativeCode.Detach;

    public int FieldCount => 3;

    public static Detach Read(FieldReader fields) => new(
        fields.UInt() ?? throw new AmqpDecodeException("detach has no handle."),
        fields.Bool() ?? false,
        AmqpError.Read(fields.Described()));

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(Handle);
        writer.WriteValue(Closed);
        AmqpError.Write(writer, Error);
    }
}
