using System.Collections.Concurrent;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>One event hub: its partitions and the groups that read them.</summary>
internal sealed class EventHub : IAsyncDisposable
{
    public const string DefaultConsumerGroup = "$Default";

    private readonly HubStore _store;
    private readonly ConcurrentDictionary<string, ConsumerGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    private uint _next;

    private EventHub(HubStore store, DateTimeOffset createdAt, IReadOnlyList<Partition> partitions) =>
        (_store, CreatedAt, Partitions) = (store, createdAt, partitions);

    public string Name => _store.Name;

    /// <summary>Another value means another stream of events.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    public IReadOnlyList<Partition> Partitions { get; }

    public IEnumerable<string> ConsumerGroups => _groups.Keys;

    public static EventHub Open(EventHubOptions options, EventHubsEmulatorOptions emulator, ILogger logger)
    {
        var store = new HubStore(options.Name, emulator.DataDirectory, emulator.TimeProvider);
        var createdAt = store.Open(options.Partitions);
        var events = new PartitionEvents(logger, options.Name);
        var partitions = Enumerable.Range(0, options.Partitions)
            .Select(index => new Partition(
                HubStore.PartitionId(index), store.Segments(index), emulator.PartitionRetentionBytes, emulator.TimeProvider, events))
            .ToList();
        var hub = new EventHub(store, createdAt, partitions);
        foreach (var group in options.ConsumerGroups.Append(DefaultConsumerGroup))
            hub._groups.TryAdd(group, new ConsumerGroup(group, options.Partitions));
        return hub;
    }

    public Partition GetPartition(string id) =>
        Partitions.FirstOrDefault(partition => partition.Id == id) ?? throw new AmqpException(AmqpError.NotFound($"{Name}/Partitions/{id}"));

    public ConsumerGroup GetConsumerGroup(string name) =>
        _groups.TryGetValue(name, out var group) ? group : throw new AmqpException(AmqpError.NotFound($"{Name}/ConsumerGroups/{name}"));

    /// <summary>The partition of a key; without a key, one after the other.</summary>
    public Partition Choose(string? partitionKey) => Partitions[partitionKey is null
        ? (int)(Interlocked.Increment(ref _next) % (uint)Partitions.Count)
        : PartitionKey.ToPartition(partitionKey, Partitions.Count)];

    /// <summary>Forgets all events and becomes another stream.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        foreach (var partition in Partitions)
            await partition.ResetAsync(cancellationToken);
        CreatedAt = _store.Recreate(CreatedAt, Partitions.Count);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var partition in Partitions)
            await partition.DisposeAsync();
    }
}
