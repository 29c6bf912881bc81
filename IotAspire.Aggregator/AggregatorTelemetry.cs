using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IotAspire.Aggregator.Ingest;
using IotAspire.EventHubs;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator;

/// <summary>
/// Spans and metrics of storing batches, after OpenTelemetry's semantic conventions for messaging and Azure Event Hubs
/// (https://opentelemetry.io/docs/specs/semconv/messaging/).
/// </summary>
internal sealed class AggregatorTelemetry
{
    private const string Name = "IotAspire.Aggregator";
    private const string Process = "process";
    private const string ErrorType = "error.type";

    // What the conventions advise.
    private static readonly InstrumentAdvice<double> Boundaries =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private static readonly ActivitySource Source = new(Name);
    private readonly ServerAddress _server;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _readings;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _deadLettersDeleted;
    private readonly Counter<long> _lostEvents;
    private readonly Counter<long> _late;
    private readonly Counter<long> _consumed;
    private readonly Histogram<int> _batchReadings;
    private readonly Histogram<double> _duration;
    private readonly ConcurrentDictionary<string, Lag> _lags = new();

    /// <param name="meters">Makes the instruments.</param>
    /// <param name="server">The hub's.</param>
    /// <param name="clock">For the age of what waits.</param>
    public AggregatorTelemetry(IMeterFactory meters, ServerAddress server, TimeProvider clock)
    {
        (_server, _clock) = (server, clock);
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram("messaging.process.duration", "s", "Duration of processing operation.", tags: null, Boundaries);
        _consumed = meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Number of messages that were delivered to the application.");
        // Ours: the conventions know messages, not what becomes of the readings in them.
        _readings = meter.CreateCounter<long>("iotaspire.aggregator.readings", "{reading}", "Readings, by what became of them.");
        _deadLetters = meter.CreateCounter<long>("iotaspire.aggregator.dead_letters", "{item}", "What could not be stored.");
        _deadLettersDeleted = meter.CreateCounter<long>("iotaspire.aggregator.dead_letters_deleted", "{item}", "Dead letters that were deleted, by why: their age or the space that all took.");
        _late = meter.CreateCounter<long>("iotaspire.aggregator.late_readings", "{reading}", "Stored readings that came after their minute was closed.");
        _batchReadings = meter.CreateHistogram<int>("iotaspire.aggregator.batch_readings", "{reading}", "Readings in a batch.");
        meter.CreateObservableGauge("iotaspire.aggregator.lag_events", () => Lags(lag => lag.Events), "{event}", "Events of a partition that are not stored yet.");
        meter.CreateObservableGauge("iotaspire.aggregator.lag_time", () => Lags(AgeOf), "s", "Age of a partition's last stored event, or of the first one of a batch that is being stored; 0 when caught up.");
        _lostEvents = meter.CreateCounter<long>("iotaspire.aggregator.lost_events", "{event}", "Events that the hub's retention dropped unread.");
    }

    /// <summary>A batch has many producers, so it links to their spans instead of having one of them as parent.</summary>
    public Activity? StartProcessing(PartitionAddress partition, PendingBatch batch)
    {
        // Without a context given, the current span would become the parent.
        Activity.Current = null;
        var tags = TagsOf(partition);
        tags.Add("messaging.destination.partition.id", partition.PartitionId);
        var activity = Source.StartActivity(
            $"{Process} {partition.EventHub}", ActivityKind.Consumer, parentContext: default, tags, batch.Traces.Select(context => new ActivityLink(context)));
        activity?.SetTag("messaging.batch.message_count", batch.EventCount);
        return activity;
    }

    /// <summary>A batch is about to be stored, which may take as long as the database is away.</summary>
    public void Storing(PartitionAddress partition, PendingBatch batch)
    {
        var newest = Math.Max(batch.LastEnqueued?.SequenceNumber ?? 0, batch.Last!.SequenceNumber);
        _lags[partition.PartitionId] = new(newest - batch.First!.SequenceNumber + 1, batch.First.EnqueuedTime.UtcDateTime);
    }

    /// <summary>The batch is given up; its events come again, to this process or another.</summary>
    public void Failed(Activity? activity, PartitionAddress partition, int events, Exception exception, TimeSpan duration)
    {
        var error = DatabaseFault.TypeOf(exception);
        activity?.SetTag(ErrorType, error).SetStatus(ActivityStatusCode.Error, DatabaseFault.Describe(exception));
        var tags = TagsOf(partition);
        tags.Add(ErrorType, error);
        _duration.Record(duration.TotalSeconds, tags);
        _consumed.Add(events, tags);
    }

    public void Stored(IngestBatch batch, int events, IngestResult result, TimeSpan duration)
    {
        Count(result.Stored, "stored");
        Count(result.Duplicates, "duplicate");
        Count(result.Conflicts, "conflict");
        _late.Add(result.Late);
        _deadLetters.Add(result.DeadLetters);
        _lostEvents.Add((long)batch.LostEvents);
        _batchReadings.Record(batch.Readings.Count);
        var tags = TagsOf(batch.Ownership.Partition);
        _duration.Record(duration.TotalSeconds, tags);
        _consumed.Add(events, tags);
        _lags[batch.Ownership.Partition.PartitionId] = batch.CaughtUpAt is not null
            ? new(0, null)
            : new(Math.Max(0, (batch.HubSequenceNumber ?? 0) - (batch.Next.SequenceNumber ?? 0)), batch.Next.EnqueuedAt);
    }

    public void DeadLettersDeleted(long expired, long overQuota)
    {
        if (expired > 0)
            _deadLettersDeleted.Add(expired, new KeyValuePair<string, object?>("reason", "age"));
        if (overQuota > 0)
            _deadLettersDeleted.Add(overQuota, new KeyValuePair<string, object?>("reason", "space"));
    }

    /// <summary>Stops reporting the lag of a partition that another process owns now.</summary>
    public void Released(string partitionId) => _lags.TryRemove(partitionId, out _);

    /// <summary>Nothing is behind the checkpoint.</summary>
    public void CaughtUp(string partitionId) => _lags[partitionId] = new(0, null);

    // The same on spans and metrics, less the partition: a hub may have two thousand.
    private TagList TagsOf(PartitionAddress partition)
    {
        var tags = new TagList
        {
            { "messaging.system", "eventhubs" },
            { "messaging.operation.name", Process },
            { "messaging.operation.type", Process },
            { "messaging.destination.name", partition.EventHub },
            { "messaging.consumer.group.name", partition.ConsumerGroup },
            { "server.address", _server.Host },
            { "server.port", _server.Port },
        };
        return tags;
    }

    private IEnumerable<Measurement<T>> Lags<T>(Func<Lag, T> choose)
        where T : struct =>
        _lags.Select(lag => new Measurement<T>(choose(lag.Value), new KeyValuePair<string, object?>("messaging.destination.partition.id", lag.Key)));

    private double AgeOf(Lag lag) => lag.Since is { } since ? Math.Max(0, (_clock.GetUtcNow().UtcDateTime - since).TotalSeconds) : 0;

    private void Count(int readings, string outcome) => _readings.Add(readings, new KeyValuePair<string, object?>("outcome", outcome));

    private readonly record struct Lag(long Events, DateTime? Since);
}
