using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IotAspire.EventHubs;

/// <summary>
/// Spans and metrics of sending, by OpenTelemetry's conventions for messaging and for Event Hubs
/// (https://opentelemetry.io/docs/specs/semconv/messaging/azure-messaging/). Receiving has none: receivers wait for events nearly
/// all of the time, and the consumer has a span for what it does with the events.
/// </summary>
internal sealed class EventHubsTelemetry
{
    public const string Name = "IotAspire.EventHubs";
    private const string Send = "send";

    // What the conventions advise.
    private static readonly InstrumentAdvice<double> Boundaries =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private static readonly ActivitySource Source = new(Name);

    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _sent;

    public EventHubsTelemetry(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        _time = time;
        _duration = meter.CreateHistogram(
            "messaging.client.operation.duration", "s", "Duration of messaging operation initiated by a producer or consumer client.", tags: null, Boundaries);
        _sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Number of messages producer attempted to send to the broker.");
    }

    /// <summary>Starts the span of a send; its context travels in the events.</summary>
    public SendSpan StartSend(string eventHub, ServerAddress server, int events)
    {
        // One operation has the same attributes on its span and its metrics; the number of events is the span's alone.
        var tags = new TagList
        {
            { "messaging.system", "eventhubs" },
            { "messaging.operation.name", Send },
            { "messaging.operation.type", Send },
            { "messaging.destination.name", eventHub },
            { "server.address", server.Host },
            { "server.port", server.Port },
        };
        // Given at the start, so that a sampler may decide by them.
        var activity = Source.StartActivity($"{Send} {eventHub}", ActivityKind.Producer, parentContext: default, tags);
        activity?.SetTag("messaging.batch.message_count", events);
        return new(this, activity, tags, events, _time.GetTimestamp());
    }

    internal void Sent(in TagList tags, int events, long started)
    {
        _duration.Record(_time.GetElapsedTime(started).TotalSeconds, tags);
        _sent.Add(events, tags);
    }
}

/// <summary>A send: gives its events its W3C context, and records its duration and its outcome at the end.</summary>
internal sealed class SendSpan : IDisposable
{
    private const string TraceParent = "traceparent";

    private readonly EventHubsTelemetry _telemetry;
    private readonly Activity? _activity;
    private readonly string? _context;
    private readonly int _events;
    private readonly long _started;
    private TagList _tags;
    private IReadOnlyDictionary<string, string>? _properties;
    private Dictionary<string, string>? _marked;

    public SendSpan(EventHubsTelemetry telemetry, Activity? activity, in TagList tags, int events, long started)
    {
        (_telemetry, _activity, _tags, _events, _started) = (telemetry, activity, tags, events, started);
        _context = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;
    }

    /// <summary>The event with the context, unless its sender gave it one.</summary>
    public OutgoingEvent Mark(OutgoingEvent outgoing)
    {
        if (_context is null || outgoing.Properties?.ContainsKey(TraceParent) == true)
            return outgoing;
        // Events of one send mostly share their properties: a copy for each would cost more than the span.
        if (_marked is null || !ReferenceEquals(_properties, outgoing.Properties))
            (_properties, _marked) = (outgoing.Properties, new(outgoing.Properties ?? new Dictionary<string, string>()) { [TraceParent] = _context });
        return outgoing with { Properties = _marked };
    }

    public void Fail(Exception exception)
    {
        var error = exception is EventHubException { Reason: var reason } ? NameOf(reason) : exception.GetType().FullName;
        _tags.Add("error.type", error);
        _activity?.SetTag("error.type", error);
        _activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
    }

    public void Dispose()
    {
        _telemetry.Sent(_tags, _events, _started);
        _activity?.Dispose();
    }

    // As the Azure SDK calls them, which the conventions refer to.
    private static string NameOf(EventHubFailureReason reason) => reason switch
    {
        EventHubFailureReason.Unreachable => "ServiceCommunicationProblem",
        EventHubFailureReason.Busy => "ServiceBusy",
        EventHubFailureReason.Timeout => "ServiceTimeout",
        _ => reason.ToString(),
    };
}
