namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>Tells the peer the state of a session and, with a handle, of a link.</summary>
internal sealed record Flow(uint? NextIncomingId, uint IncomingWindow, uint NextOutgoingId, uint OutgoingWindow) : IPerformative
{
    public uint? Handle { get; init; }

    public uint? DeliveryCount { get; init; }

    public uint? LinkCredit { get; init; }

    public uint? Available { get; init; }

    public bool Drain { get; init; }

    public bool Echo { get; init; }

    public ulong Descriptor => PerformativeCode.Flow;

    public int FieldCount => 11;

    public static Flow Read(FieldReader fields) =>
        new(fields.UInt(), fields.UInt() ?? 0, fields.UInt() ?? 0, fields.UInt() ?? 0)
        {
            Handle = fields.UInt(),
            DeliveryCount = fields.UInt(),
            LinkCredit = fields.UInt(),
            Available = fields.UInt(),
            Drain = fields.Bool() ?? false,
            Echo = fields.Bool() ?? false,
        };

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(NextIncomingId);
        writer.WriteValue(IncomingWindow);
        writer.WriteValue(NextOutgoingId);
        writer.WriteValue(OutgoingWindow);
        writer.WriteValue(Handle);
        writer.WriteValue(DeliveryCount);
        writer.WriteValue(LinkCredit);
        writer.WriteValue(Available);
        writer.WriteValue(Drain);
        writer.WriteValue(Echo);
        writer.WriteValue(null);
    }
}
