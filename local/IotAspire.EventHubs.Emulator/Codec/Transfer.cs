namespace IotAspire.EventHubs.Emulator.Codec;

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

/// <summary>Settles deliveries that the peer sent. The peer's own dispositions are ignored: it gets everything settled.</summary>
internal sealed record Disposition(uint First, uint Last, AmqpError? Rejection) : IPerformative
{
    private const ulong Accepted = 0x24;
    private const ulong Rejected = 0x25;

    public ulong Descriptor => PerformativeCode.Disposition;

    public int FieldCount => 6;

    public static Disposition Read(FieldReader fields)
    {
        fields.Skip();
        var first = fields.UInt() ?? throw new AmqpDecodeException("disposition has no first.");
        var last = fields.UInt() ?? first;
        fields.Skip();
        var state = fields.Described();
        var rejection = state is { Descriptor: Rejected, Value: AmqpList { Items: [Described error, ..] } } ? AmqpError.Read(error) : null;
        return new Disposition(first, last, rejection);
    }

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(true);
        writer.WriteValue(First);
        writer.WriteValue(Last);
        writer.WriteValue(true);
        writer.WriteValue(Rejection is null
            ? new Described(Accepted, new AmqpList([]))
            : new Described(Rejected, new AmqpList([Rejection.ToValue()])));
        writer.WriteValue(false);
    }
}
