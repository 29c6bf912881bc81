using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// A session of a connection. Links and the count of incoming transfers belong to the read loop, the outgoing ids and the
/// peer's window to the write loop. The peer began it, so its channel and handles serve both directions.
/// </summary>
internal sealed class AmqpSession(ushort channel, Begin begin, PartialDeliveries partial, Outbox outbox)
{
    /// <summary>The incoming window is never the limit: credit and the bounded queues behind the links are.</summary>
    public const uint Window = int.MaxValue;

    public const uint MaximumHandle = 255;

    private uint _nextIncomingId = begin.NextOutgoingId;

    public ushort Channel { get; } = channel;

    public Dictionary<uint, Link> Links { get; } = [];

    public PartialDeliveries Partial { get; } = partial;

    public Outbox Outbox { get; } = outbox;

    public uint NextOutgoingId { get; private set; }

    /// <summary>How many more transfers the peer takes.</summary>
    public uint PeerWindow { get; private set; } = begin.IncomingWindow;

    public void CountIncoming() => Volatile.Write(ref _nextIncomingId, _nextIncomingId + 1);

    public uint CountOutgoing()
    {
        PeerWindow--;
        return NextOutgoingId++;
    }

    /// <summary>The window as the peer sees it, less what is still on its way (part 2, section 2.5.6).</summary>
    public void OnFlow(Flow flow)
    {
        var window = (int)((flow.NextIncomingId ?? 0) + flow.IncomingWindow - NextOutgoingId);
        PeerWindow = flow.IncomingWindow > int.MaxValue ? int.MaxValue : (uint)Math.Max(0, window);
    }

    public Flow State() => new(Volatile.Read(ref _nextIncomingId), Window, NextOutgoingId, Window);
}
