using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IotAspire.Aggregator.Ingest;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator;

/// <summary>
/// Spans and metrics of storing batches, after OpenTelemetry's semantic conventions for messaging and Azure Event Hubs
/// (https://opentelemetry.io/docs/specs/semconv/messaging/).
/// </summary>
internal sealed class AggregatorTelemetry
{
    private static readonly ActivitySource Source = new("IotAspire.Aggregator");
    private readonly Counter<long> _readings;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _lostEvents;
    private readonly Counter<long> _late;
    private readonly Counter<long> _consumed;
    private readonly Histogram<int> _batchReadings;
    private readonly Histogram<double> _duration;
    private readonly ConcurrentDictionary<string, Lag> _lags = new();

    public AggregatorTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("IotAspire.Aggregator");
        _duration = meter.CreateHistogram<double>("messaging.process.duration", "s", "Duration of storing a batch.");
        _consumed = meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Events stored.");
        // Ours: the conventions know messages, not what becomes of the readings in them.
        _readings = meter.CreateCounter<long>("iotaspire.aggregator.readings", "{reading}", "Readings, by what became of them.");
        _deadLetters = meter.CreateCounter<long>("iotaspire.aggregator.dead_letters", "{item}", "What could not be stored.");
        _late = meter.CreateCounter<long>("iotaspire.aggregator.late_readings", "{reading}", "Stored readings that came after their minute was closed.");
        _batchReadings = meter.CreateHistogram<int>("iotaspire.aggregator.batch_readings", "{reading}", "Readings in a batch.");
        meter.CreateObservableGauge("iotaspire.aggregator.lag_events", () => Lags(lag => lag.Events), "{event}", "Events of a partition that are not stored yet.");
        meter.CreateObservableGauge("iotaspire.aggregator.lag_time", () => Lags(lag => lag.Seconds), "s", "Age of a partition's last stored event, 0 when caught up.");
        _lostEvents = meter.CreateCounter<long>("iotaspire.aggregator.lost_events", "{event}", "Events that the hub's retention dropped unread.");
    }

    /// <summary>A batch has many producers, so it links to their spans instead of having one of them as parent.</summary>
    public static Activity? StartProcessing(PartitionAddress partition, PendingBatch batch)
    {
        // Without a context given, the current span would become the parent.
        Activity.Current = null;
        var activity = Source.CreateActivity($"process {partition.EventHub}", ActivityKind.Consumer, parentContext: default, links: batch.Traces.Select(context => new ActivityLink(context)));
        activity?.SetTag("messaging.system", "eventhubs");
        activity?.SetTag("messaging.operation.name", "process");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("messaging.destination.name", partition.EventHub);
        activity?.SetTag("messaging.destination.partition.id", partition.PartitionId);
        activity?.SetTag("messaging.consumer.group.name", partition.ConsumerGroup);
        activity?.SetTag("messaging.batch.message_count", batch.EventCount);
        return activity?.Start();
    }

    public void Stored(IngestBatch batch, int events, IngestResult result, TimeSpan duration, DateTime now)
    {
        Count(result.Stored, "stored");
        Count(result.Duplicates, "duplicate");
        Count(result.Conflicts, "conflict");
        _late.Add(result.Late);
        _deadLetters.Add(result.DeadLetters);
        _lostEvents.Add((long)batch.LostEvents);
        _batchReadings.Record(batch.Readings.Count);
        _duration.Record(duration.TotalSeconds, new("messaging.system", "eventhubs"), new("messaging.operation.name", "process"));
        _consumed.Add(events, new("messaging.system", "eventhubs"), new("messaging.operation.name", "process"));
        _lags[batch.Ownership.Partition.PartitionId] = batch.CaughtUpAt is not null
            ? new(0, 0)
            : new(Math.Max(0, (batch.HubSequenceNumber ?? 0) - (batch.Next.SequenceNumber ?? 0)), (now - batch.Next.EnqueuedAt!.Value).TotalSeconds);
    }

    /// <summary>The partition's lag is another's to tell from now on.</summary>
    public void Released(string partitionId) => _lags.TryRemove(partitionId, out _);

    /// <summary>Nothing is behind the checkpoint.</summary>
    public void CaughtUp(string partitionId) => _lags[partitionId] = new(0, 0);

    private IEnumerable<Measurement<T>> Lags<T>(Func<Lag, T> choose)
        where T : struct =>
        _lags.Select(lag => new Measurement<T>(choose(lag.Value), new KeyValuePair<string, object?>("messaging.destination.partition.id", lag.Key)));

    private void Count(int readings, string outcome) => _readings.Add(readings, new KeyValuePair<string, object?>("outcome", outcome));

    private readonly record struct Lag(long Events, double Seconds);
}
