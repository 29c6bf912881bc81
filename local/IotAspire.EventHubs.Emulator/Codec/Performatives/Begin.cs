namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>Begins a session on a channel.</summary>
internal sealed record Begin(ushort? RemoteChannel, uint NextOutgoingId, uint IncomingWindow, uint OutgoingWindow) : IPerformative
{
    public uint HandleMaximum { get; init; } = uint.MaxValue;

    public ulong Descriptor => PerformativeCode.Begin;

    public int FieldCount => 8;

    public static Begin Read(FieldReader fields) =>
        new(fields.UShort(), fields.UInt() ?? 0, fields.UInt() ?? 0, fields.UInt() ?? 0) { HandleMaximum = fields.UInt() ?? uint.MaxValue };

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(RemoteChannel);
        writer.WriteValue(NextOutgoingId);
        writer.WriteValue(IncomingWindow);
        writer.WriteValue(OutgoingWindow);
        writer.WriteValue(HandleMaximum);
        // Capabilities and properties.
        for (var i = 0; i < 3; i++)
            writer.WriteValue(null);
    }
}
