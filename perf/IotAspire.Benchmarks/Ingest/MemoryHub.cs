using System.Collections.ObjectModel;
using IotAspire.Benchmarks.Setup;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Ingest;

/// <summary>A hub whose events lie in this process's memory, so that only what comes after the hub is measured.</summary>
internal sealed class MemoryHub : IEventHubConsumer
{
    private static readonly ReadOnlyDictionary<string, object?> Properties = new(new Dictionary<string, object?> { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema });
    private readonly ReceivedEvent[][] _partitions;

    private MemoryHub(ReceivedEvent[][] partitions) => _partitions = partitions;

    public string EventHubName => "telemetry";

    public string ConsumerGroup => "aggregator";

    public ServerAddress Server { get; } = new("localhost", Port: null);

    public long EventCount => _partitions.Sum(events => (long)events.Length);

    /// <summary>All readings, partition by partition in turn, as one reader of the whole hub would meet them.</summary>
    public IEnumerable<ReceivedEvent> InTurn()
    {
        for (var i = 0; i < _partitions.Max(events => events.Length); i++)
        {
            foreach (var events in _partitions.Where(events => i < events.Length))
                yield return events[i];
        }
    }

    public static MemoryHub Fill(Fleet fleet, int secondsPerSensor, int readingsPerEvent, int partitions)
    {
        var all = Enumerable.Range(0, fleet.Sensors).AsParallel().AsOrdered()
            .Select(index => (index, Events: fleet.Events(index, secondsPerSensor, readingsPerEvent).ToArray())).ToArray();
        return new([.. Enumerable.Range(0, partitions).Select(partition => Order(all.Where(sensor => sensor.index % partitions == partition).SelectMany(sensor => sensor.Events)))]);
    }

    public Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new EventHubProperties(EventHubName, Fleet.Start, [.. Enumerable.Range(0, _partitions.Length).Select(id => $"{id}")]));

    public Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken)
    {
        var last = Of(partitionId)[^1];
        return Task.FromResult(new PartitionProperties(partitionId, false, 0, last.SequenceNumber, last.Offset, last.EnqueuedAt));
    }

    public Task<IPartitionReceiver> OpenReceiverAsync(string partitionId, StartPosition from, long? ownerLevel, CancellationToken cancellationToken) =>
        Task.FromResult<IPartitionReceiver>(new Receiver(partitionId, Of(partitionId)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ReceivedEvent[] Order(IEnumerable<(DateTime At, byte[] Body, int Count)> events) =>
    [
        .. events.OrderBy(each => each.At).Select((each, index) => new ReceivedEvent
        {
            SequenceNumber = index,
            Offset = $"{index}",
            EnqueuedAt = each.At.AddMilliseconds(100),
            Body = each.Body,
            Properties = Properties,
        }),
    ];

    private ReceivedEvent[] Of(string partitionId) => _partitions[int.Parse(partitionId, System.Globalization.CultureInfo.InvariantCulture)];

    private sealed class Receiver(string partitionId, ReceivedEvent[] events) : IPartitionReceiver
    {
        private int _next;

        public string PartitionId => partitionId;

        public LastEnqueuedEvent? LastEnqueued => null;

        public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
        {
            // As the AMQP receiver: no more than its credit at once.
            var count = Math.Min(Math.Min(maximumCount, 1000), events.Length - _next);
            if (count == 0)
                await Task.Delay(maximumWait, cancellationToken);
            _next += count;
            return new ArraySegment<ReceivedEvent>(events, _next - count, count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
