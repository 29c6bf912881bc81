namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

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
