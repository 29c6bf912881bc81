using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator;

// Hubs that come and go while it runs.
public sealed partial class EventHubsEmulator
{
    /// <summary>The hubs that are there now, by name.</summary>
    public IReadOnlyList<EventHubOptions> Hubs => [.. _administration.Hubs.All.Select(hub => new EventHubOptions(
        hub.Name,
        hub.Partitions.Count,
        [.. hub.ConsumerGroups.Select(group => group.Name).Where(group => group != EventHub.DefaultConsumerGroup)]))];

    /// <summary>Adds a hub, with what the data directory knows of it; it is there after a restart too.</summary>
    /// <exception cref="ArgumentException">Its description isn't allowed; the message lists all that is wrong.</exception>
    /// <exception cref="InvalidOperationException">It is there already, or still being deleted.</exception>
    public void AddHub(EventHubOptions hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        if (EntityName.Check(hub) is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(' ', errors), nameof(hub));
        _administration.Hubs.Add(hub);
    }

    /// <summary>Adds a consumer group to a hub; it is there after a restart too. One that is there already stays.</summary>
    /// <exception cref="ArgumentException">There is no such hub, or the name isn't allowed.</exception>
    /// <exception cref="InvalidOperationException">The hub has been deleted.</exception>
    public void AddConsumerGroup(string hubName, string consumerGroup)
    {
        ArgumentNullException.ThrowIfNull(consumerGroup);
        if (EntityName.CheckGroup(consumerGroup) is { } error)
            throw new ArgumentException(error, nameof(consumerGroup));
        _administration.Hubs.AddConsumerGroup(FindHub(hubName), consumerGroup);
    }

    /// <summary>Removes a hub with all its events, for good; its clients' links end as not found.</summary>
    /// <exception cref="ArgumentException">There is no such hub.</exception>
    public Task DeleteHubAsync(string hubName) => _administration.Hubs.DeleteAsync(FindHub(hubName));

    /// <summary>Removes the events of a partition before a sequence number, as retention would.</summary>
    /// <exception cref="ArgumentException">There is no such hub or partition.</exception>
    public Task TruncateBeforeAsync(string hubName, string partitionId, long sequenceNumber, CancellationToken cancellationToken = default) =>
        FindPartition(FindHub(hubName), partitionId).TruncateBeforeAsync(sequenceNumber, cancellationToken);

    private EventHub FindHub(string name) => _administration.Hubs.TryGet(name, out var hub)
        ? hub
        : throw new ArgumentException($"There is no hub '{name}'. The hubs are: {string.Join(", ", _administration.Hubs.All.Select(known => known.Name))}.");

    private static Partition FindPartition(EventHub hub, string id) => hub.FindPartition(id)
        ?? throw new ArgumentException($"There is no partition '{id}' in the hub '{hub.Name}': 0 to {hub.Partitions.Count - 1}.");
}
