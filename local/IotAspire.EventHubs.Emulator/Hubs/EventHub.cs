using System.Collections.Concurrent;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>One event hub: its partitions and the groups that read them.</summary>
internal sealed class EventHub : IAsyncDisposable
{
    public const string DefaultConsumerGroup = "$Default";

    private readonly HubStore _store;
    private readonly ConcurrentDictionary<string, ConsumerGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Link, bool> _links = new();
    private readonly Lock _describing = new();
    private HubDescription _description;
    private volatile bool _isDeleted;
    private uint _next;

    private EventHub(HubStore store, HubDescription description, IReadOnlyList<Partition> partitions)
    {
        (_store, _description, Partitions) = (store, description, partitions);
        foreach (var group in description.ConsumerGroups!.Append(DefaultConsumerGroup))
            _groups.TryAdd(group, new ConsumerGroup(group, partitions.Count));
    }

    public string Name => _store.Name;

    /// <summary>Another value means another stream of events.</summary>
    public DateTimeOffset CreatedAt => _description.CreatedAt;

    public IReadOnlyList<Partition> Partitions { get; }

    /// <summary>All groups, <c>$Default</c> too, by name.</summary>
    public IReadOnlyList<ConsumerGroup> ConsumerGroups => [.. _groups.Values.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];

    public static EventHub Open(EventHubOptions options, EventHubsEmulatorOptions emulator, ILogger logger)
    {
        var store = new HubStore(options.Name, emulator.DataDirectory, emulator.TimeProvider);
        var description = store.Open(options);
        var events = new PartitionEvents(logger, options.Name);
        var partitions = OpenLogs(store, options.Partitions, emulator)
            .Select((log, index) => new Partition(HubStore.PartitionId(index), log, emulator, events))
            .ToList();
        return new EventHub(store, description, partitions);
    }

    public Partition? FindPartition(string id) => Partitions.FirstOrDefault(partition => partition.Id == id);

    public Partition GetPartition(string id) => FindPartition(id) ?? throw new AmqpException(AmqpError.OutOfRange(
        $"The specified partition is invalid for an EventHub partition sender or receiver. It should be between 0 and {Partitions.Count - 1}."));

    public ConsumerGroup GetConsumerGroup(string name) =>
        _groups.TryGetValue(name, out var group) ? group : throw new AmqpException(AmqpError.NotFound($"{Name}/ConsumerGroups/{name}"));

    /// <summary>Adds a group and keeps it; false if it is there already.</summary>
    public bool AddConsumerGroup(string name)
    {
        if (_groups.ContainsKey(name))
            return false;
        Describe(known => known with { ConsumerGroups = [.. known.ConsumerGroups!, name] });
        return _groups.TryAdd(name, new ConsumerGroup(name, Partitions.Count));
    }

    /// <summary>The partition of a key; without a key, one after the other.</summary>
    public Partition Choose(string? partitionKey) => Partitions[partitionKey is null
        ? (int)(Interlocked.Increment(ref _next) % (uint)Partitions.Count)
        : PartitionKey.ToPartition(partitionKey, Partitions.Count)];

    /// <summary>A link that ends with the hub.</summary>
    public void Enter(Link link)
    {
        _links[link] = true;
        if (_isDeleted)
            link.End(AmqpError.NotFound(Name));
    }

    public void Leave(Link link) => _links.TryRemove(link, out _);

    /// <summary>
    /// Forgets all events and becomes another stream. The new identity comes first, and nothing stops it halfway: after a crash in
    /// between, consumers find another stream and read it from its beginning, where the other order would have them skip events.
    /// </summary>
    public async Task ResetAsync()
    {
        Describe(known => known with { CreatedAt = _store.After(known.CreatedAt) });
        foreach (var partition in Partitions)
            await partition.ResetAsync(CancellationToken.None);
    }

    /// <summary>Ends all links and removes the hub with its events.</summary>
    public async Task DeleteAsync()
    {
        _isDeleted = true;
        foreach (var (link, _) in _links)
            link.End(AmqpError.NotFound(Name));
        // Links that are in the middle of a segment may finish, so nothing is closed under their hands.
        foreach (var partition in Partitions)
            await partition.StopAsync();
        _store.Delete();
    }

    // All or none: a partition that runs already would go on in a hub that isn't there.
    private static List<PartitionLog> OpenLogs(HubStore store, int partitions, EventHubsEmulatorOptions emulator)
    {
        var logs = new List<PartitionLog>();
        try
        {
            for (var index = 0; index < partitions; index++)
                logs.Add(new PartitionLog(store.Segments(index), emulator.TimeProvider, Segment.RollSize(emulator.RetentionBytes)));
            return logs;
        }
        catch
        {
            logs.ForEach(log => log.Dispose());
            throw;
        }
    }

    private void Describe(Func<HubDescription, HubDescription> change)
    {
        lock (_describing)
        {
            var changed = change(_description);
            _store.Save(changed);
            _description = changed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var partition in Partitions)
            await partition.DisposeAsync();
    }
}

/// <summary>A consumer group: who reads which partition on its behalf.</summary>
internal sealed class ConsumerGroup(string name, int partitions)
{
    private readonly ConcurrentDictionary<string, PartitionReaders> _readers = new(
        Enumerable.Range(0, partitions).Select(index => KeyValuePair.Create(HubStore.PartitionId(index), new PartitionReaders())));

    public string Name { get; } = name;

    public PartitionReaders Readers(string partitionId) => _readers[partitionId];
}
