using System.Diagnostics;

namespace IotAspire.EventHubs;

/// <summary>A send under way: marks its events with its W3C context, and tells in the end how long it took and how it went.</summary>
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
