using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator;

// What it does wrong on demand.
public sealed partial class EventHubsEmulator
{
    /// <summary>The faults at work, the oldest first.</summary>
    public IReadOnlyList<InjectedFault> ActiveFaults => _administration.Faults.Active;

    /// <summary>
    /// Puts a fault to work, such as <c>Fault.Throttle with { Times = 3 }</c>. It ends by itself if it says so, or when it is
    /// disposed of. If several concern an operation, the oldest meets it.
    /// </summary>
    /// <exception cref="ArgumentException">The fault makes no sense; the message lists all that is wrong.</exception>
    public InjectedFault Inject(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var errors = FaultCheck.Check(fault).Select(error => $"{error.Name}: {error.Error}").ToList();
        return errors.Count == 0 ? _administration.Inject(fault) : throw new ArgumentException(string.Join(' ', errors), nameof(fault));
    }

    /// <summary>Cuts all connections, as a network fault would; clients may connect again at once.</summary>
    public Task DropConnectionsAsync() => _administration.Connections.DropAsync();

    /// <summary>Forgets all events of a hub: sequence numbers begin again at 0 and its time of creation is another. Cuts all connections.</summary>
    /// <exception cref="ArgumentException">There is no such hub.</exception>
    public Task ForgetStreamAsync(string hubName, CancellationToken cancellationToken = default) =>
        _administration.ForgetStreamAsync(FindHub(hubName), cancellationToken);

    /// <summary>
    /// Sends the events from one sequence number to another, both included, once more to everyone who reads the partition now;
    /// those who haven't got so far get each event once. Returns how many readers there are.
    /// </summary>
    /// <param name="hubName">The hub.</param>
    /// <param name="partitionId">The partition.</param>
    /// <param name="first">First sequence number.</param>
    /// <param name="last">Last sequence number.</param>
    /// <param name="consumerGroup">Only readers of this group; null for all.</param>
    /// <exception cref="ArgumentException">There is no such hub or partition.</exception>
    public int Redeliver(string hubName, string partitionId, long first, long last, string? consumerGroup = null)
    {
        var hub = FindHub(hubName);
        return NamespaceAdministration.Redeliver(hub, FindPartition(hub, partitionId), consumerGroup, first, last);
    }
}
