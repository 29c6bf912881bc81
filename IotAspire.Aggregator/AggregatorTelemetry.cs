using System.Diagnostics;
using System.Diagnostics.Metrics;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator;

/// <summary>
/// Spans and metrics of storing batches, after OpenTelemetry's semantic conventions for messaging and Azure Event Hubs
/// (https://opentelemetry.io/docs/specs/semconv/messaging/).
/// </summary>
internal sealed class AggregatorTelemetry
{
    // Enough to find the traces of a batch; every link costs bytes in each exported span.
    private const int MaximumLinks = 32;
    private static readonly ActivitySource Source = new("IotAspire.Aggregator");
    private readonly Counter<long> _readings;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _lostEvents;
    private readonly Histogram<double> _duration;

    public AggregatorTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("IotAspire.Aggregator");
        _duration = meter.CreateHistogram<double>("messaging.process.duration", "s", "Duration of storing a batch.");
        // Ours: the conventions know messages, not what becomes of the readings in them.
        _readings = meter.CreateCounter<long>("iotaspire.aggregator.readings", "{reading}", "Readings, by what became of them.");
        _deadLetters = meter.CreateCounter<long>("iotaspire.aggregator.dead_letters", "{item}", "What could not be stored.");
        _lostEvents = meter.CreateCounter<long>("iotaspire.aggregator.lost_events", "{event}", "Events that the hub's retention dropped unread.");
    }

    /// <summary>A batch has many producers, so it links to their spans instead of having one of them as parent.</summary>
    public static Activity? StartProcessing(PartitionAddress partition, IReadOnlyList<ReceivedEvent> events)
    {
        // Without a context given, the current span would become the parent.
        Activity.Current = null;
        var activity = Source.CreateActivity($"process {partition.EventHub}", ActivityKind.Consumer, parentContext: default, links: LinksOf(events));
        activity?.SetTag("messaging.system", "eventhubs");
        activity?.SetTag("messaging.operation.name", "process");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("messaging.destination.name", partition.EventHub);
        activity?.SetTag("messaging.destination.partition.id", partition.PartitionId);
        activity?.SetTag("messaging.consumer.group.name", partition.ConsumerGroup);
        activity?.SetTag("messaging.batch.message_count", events.Count);
        return activity?.Start();
    }

    public void Stored(IngestResult result, ulong lostEvents, TimeSpan duration)
    {
        Count(result.Stored, "stored");
        Count(result.Duplicates, "duplicate");
        Count(result.Conflicts, "conflict");
        _deadLetters.Add(result.DeadLetters);
        _lostEvents.Add((long)lostEvents);
        _duration.Record(duration.TotalSeconds, new("messaging.system", "eventhubs"), new("messaging.operation.name", "process"));
    }

    private void Count(int readings, string outcome) => _readings.Add(readings, new KeyValuePair<string, object?>("outcome", outcome));

    private static List<ActivityLink> LinksOf(IReadOnlyList<ReceivedEvent> events)
    {
        var contexts = new HashSet<ActivityContext>();
        foreach (var received in events)
        {
            if (contexts.Count == MaximumLinks)
                break;
            if (received.Properties.TryGetValue(ReadingEvent.TraceParentProperty, out var parent)
                && ActivityContext.TryParse(parent as string, null, isRemote: true, out var context))
                contexts.Add(context);
        }

        return [.. contexts.Select(context => new ActivityLink(context))];
    }
}
