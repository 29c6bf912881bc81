using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Faults;

/// <summary>The faults as they meet a consumer about to get events. Belongs to the write loop.</summary>
internal sealed class ConsumerFaults(Link link, PartitionOfGroup source, ConnectionFaults faults)
{
    private bool _isHeld;
    private bool _wasHeld;

    /// <summary>Whether a fault keeps the events from going out now.</summary>
    public bool Holds()
    {
        if (_isHeld)
            return true;
        // What was held goes out before it can be held again.
        if (_wasHeld)
            return _wasHeld = false;
        if (faults.TakeReceive(source.Hub.Name, source.Partition.Id) is not { } fault)
            return false;
        if (fault.Refusal is { } refusal)
            link.End(refusal);
        else if (fault.HoldFor is { } delay)
            Hold(delay);
        else
            faults.Disconnect();
        return true;
    }

    private void Hold(TimeSpan delay)
    {
        _isHeld = true;
        link.Session.Outbox.PostLater(delay, _ => (_isHeld, _wasHeld) = (false, true));
    }
}
