using System.Diagnostics;

namespace IotAspire.EventHubs;

/// <summary>
/// The span of a send, by OpenTelemetry's messaging conventions, and the W3C context in each event, so that a consumer can
/// link to it. Names: https://opentelemetry.io/docs/specs/semconv/messaging/azure-messaging/.
/// </summary>
internal readonly struct SendSpan : IDisposable
{
    private const string TraceParent = "traceparent";

    private static readonly ActivitySource Source = new("IotAspire.EventHubs");

    private readonly Activity? _activity;
    private readonly string? _context;

    private SendSpan(Activity? activity)
    {
        _activity = activity;
        _context = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;
    }

    /// <summary>Starts the span of sending so many events to a hub of that address.</summary>
    public static SendSpan Start(string eventHub, string host, int? port, int events)
    {
        var activity = Source.StartActivity($"send {eventHub}", ActivityKind.Producer);
        activity?.SetTag("messaging.system", "eventhubs");
        activity?.SetTag("messaging.operation.name", "send");
        activity?.SetTag("messaging.operation.type", "send");
        activity?.SetTag("messaging.destination.name", eventHub);
        activity?.SetTag("messaging.batch.message_count", events);
        activity?.SetTag("server.address", host);
        if (port is { } known)
            activity?.SetTag("server.port", known);
        return new SendSpan(activity);
    }

    /// <summary>The event with the context, unless its sender gave it one.</summary>
    public OutgoingEvent Stamp(OutgoingEvent outgoing)
    {
        if (_context is null || outgoing.Properties?.ContainsKey(TraceParent) == true)
            return outgoing;
        var properties = new Dictionary<string, string>(outgoing.Properties ?? new Dictionary<string, string>()) { [TraceParent] = _context };
        return outgoing with { Properties = properties };
    }

    public void Fail(EventHubException exception)
    {
        _activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        _activity?.SetTag("error.type", exception.Reason.ToString());
    }

    public void Dispose() => _activity?.Dispose();
}
