using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using IotAspire.Benchmarks.Setup;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Ingest;

/// <summary>A hub whose events lie in this process's memory, so that only what comes after the hub is measured.</summary>
internal sealed class MemoryHub : EventHubConsumer
{
    private const string Address = "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=a;EntityPath=telemetry";
    private const string Group = "aggregator";
    private static readonly Dictionary<string, object> Properties = new() { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema };
    private readonly EventData[][] _partitions;

    private MemoryHub(EventData[][] partitions)
        : base(
            new Client(partitions),
            () => throw new InvalidOperationException("There is nothing to connect to."),
            new ServerAddress("localhost", 0),
            new EventHubRetryOptions(),
            TimeProvider.System,
            new EventHubStatus()) => _partitions = partitions;

    public long EventCount => _partitions.Sum(events => (long)events.Length);

    /// <summary>All readings, partition by partition in turn, as one reader of the whole hub would meet them.</summary>
    public IEnumerable<EventData> InTurn()
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

    private protected override PartitionReceiver CreateReceiver(string partitionId, EventPosition from, PartitionReceiverOptions options) =>
        new Receiver(partitionId, Of(_partitions, partitionId));

    private static EventData[] Order(IEnumerable<(DateTime At, byte[] Body, int Count)> events) =>
    [
        .. events.OrderBy(each => each.At).Select((each, index) => EventHubsModelFactory.EventData(
            BinaryData.FromBytes(each.Body), Properties, sequenceNumber: index, offsetString: $"{index}", enqueuedTime: each.At.AddMilliseconds(100))),
    ];

    private static EventData[] Of(EventData[][] partitions, string partitionId) => partitions[int.Parse(partitionId, System.Globalization.CultureInfo.InvariantCulture)];

    private sealed class Client(EventData[][] partitions) : EventHubConsumerClient(Group, Address)
    {
        public override Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(EventHubsModelFactory.EventHubProperties(EventHubName, Fleet.Start, [.. Enumerable.Range(0, partitions.Length).Select(id => $"{id}")]));

        public override Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default)
        {
            var last = Of(partitions, partitionId)[^1];
            return Task.FromResult(EventHubsModelFactory.PartitionProperties(
                EventHubName, partitionId, false, 0, last.SequenceNumber, last.OffsetString, last.EnqueuedTime));
        }
    }

    private sealed class Receiver(string partitionId, EventData[] events) : PartitionReceiver(Group, partitionId, EventPosition.Earliest, Address)
    {
        private int _next;

        public override LastEnqueuedEventProperties ReadLastEnqueuedEventProperties() => default;

        public override async Task<IEnumerable<EventData>> ReceiveBatchAsync(
            int maximumEventCount, TimeSpan maximumWaitTime, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(maximumEventCount, events.Length - _next);
            if (count == 0)
                await Task.Delay(maximumWaitTime, cancellationToken);
            _next += count;
            return new ArraySegment<EventData>(events, _next - count, count);
        }
    }
}
