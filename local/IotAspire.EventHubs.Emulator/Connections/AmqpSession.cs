using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// A session of a connection. Links and the count of incoming transfers belong to the read loop, the outgoing ids and the
/// peer's window to the write loop. The peer began it, so its channel and handles serve both directions.
/// </summary>
internal sealed class AmqpSession(ushort channel, Begin begin, ConnectionMemory memory, Outbox outbox)
{
    /// <summary>How many transfers the peer may send before it hears of more room; as many as Event Hubs grants.</summary>
    public const uint Window = 5000;

    public const uint MaxHandle = 255;

    // Read loop.
    private uint _nextIncomingId = begin.NextOutgoingId;
    private uint _renewedAt = begin.NextOutgoingId;

    // Written by the write loop with each announcement, held against by the read loop.
    private uint _incomingLimit = begin.NextOutgoingId + Window;

    public ushort Channel { get; } = channel;

    public Dictionary<uint, Link> Links { get; } = [];

    public ConnectionMemory Memory { get; } = memory;

    public Outbox Outbox { get; } = outbox;

    /// <summary>Whether its end is written: nothing may follow on its channel. Belongs to the write loop.</summary>
    public bool IsEnded { get; set; }

    public uint NextOutgoingId { get; private set; }

    /// <summary>The id that the next delivery on any of its links gets.</summary>
    public uint NextDeliveryId { get; private set; }

    /// <summary>How many more transfers the peer takes.</summary>
    public uint PeerWindow { get; private set; } = begin.IncomingWindow;

    /// <summary>Counts a transfer from the peer; false if the window had no room for it.</summary>
    public bool TryCountIncoming()
    {
        // Ids wrap around, so it is the difference that counts.
        if ((int)(Volatile.Read(ref _incomingLimit) - _nextIncomingId) <= 0)
            return false;
        Volatile.Write(ref _nextIncomingId, _nextIncomingId + 1);
        return true;
    }

    /// <summary>Whether it is time to tell the peer of more room; says so once for each half of a window.</summary>
    public bool NeedsRenewal()
    {
        if (_nextIncomingId - _renewedAt < Window / 2)
            return false;
        _renewedAt = _nextIncomingId;
        return true;
    }

    public void CountOutgoing()
    {
        PeerWindow--;
        NextOutgoingId++;
    }

    public void CountDelivery() => NextDeliveryId++;

    /// <summary>The window as the peer sees it, less what is still on its way (part 2, section 2.5.6).</summary>
    public void OnFlow(Flow flow)
    {
        var onItsWay = NextOutgoingId - (flow.NextIncomingId ?? 0);
        PeerWindow = flow.IncomingWindow > onItsWay ? flow.IncomingWindow - onItsWay : 0;
    }

    /// <summary>What a flow tells of the session; the window in it holds from now on, so it must be sent.</summary>
    public Flow State()
    {
        var next = Volatile.Read(ref _nextIncomingId);
        Volatile.Write(ref _incomingLimit, next + Window);
        return new Flow(next, Window, NextOutgoingId, Window);
    }
}
