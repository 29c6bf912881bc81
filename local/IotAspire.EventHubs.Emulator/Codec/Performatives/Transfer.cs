namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>
/// Carries a message or a part of one; the payload follows in the frame. A value type, and read without its tag and
/// states, because there is one per message.
/// </summary>
internal readonly record struct Transfer(uint Handle, uint? DeliveryId) : IPerformative
{
    public uint? MessageFormat { get; init; }

    public bool? Settled { get; init; }

    public bool More { get; init; }

    public bool Aborted { get; init; }

    public ulong Descriptor => PerformativeCode.Transfer;

    public int FieldCount => 11;

    public static Transfer Read(FieldReader fields)
    {
        var transfer = new Transfer(fields.UInt() ?? throw new AmqpDecodeException("transfer has no handle."), fields.UInt());
        fields.Skip();
        transfer = transfer with { MessageFormat = fields.UInt(), Settled = fields.Bool(), More = fields.Bool() ?? false };
        fields.Skip();
        fields.Skip();
        fields.Skip();
        return transfer with { Aborted = fields.Bool() ?? false };
    }

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(Handle);
        writer.WriteValue(DeliveryId);
        writer.WriteValue(DeliveryId is { } id ? new ReadOnlyMemory<byte>(BitConverter.GetBytes(id)) : null);
        writer.WriteValue(MessageFormat);
        writer.WriteValue(Settled);
        writer.WriteValue(More);
        writer.WriteValue(null);
        writer.WriteValue(null);
        writer.WriteValue(null);
        writer.WriteValue(Aborted);
        writer.WriteValue(null);
    }
}
