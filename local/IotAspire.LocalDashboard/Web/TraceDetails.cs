using IotAspire.LocalDashboard.Decoding;
using IotAspire.LocalDashboard.Traces;

namespace IotAspire.LocalDashboard.Web;

/// <summary>A trace with all that is known of its spans.</summary>
internal sealed class TraceDetails(TraceId id, IReadOnlyList<(Span Span, int Depth)> ordered, TraceStore traces)
{
    private readonly ulong _start = ordered.Min(entry => entry.Span.Start);

    public string TraceId { get; } = id.ToString();

    public string Start => TraceView.Time(_start);

    public double DurationMs => TraceView.Milliseconds(ordered.Max(entry => entry.Span.End) - _start);

    public IEnumerable<SpanView> Spans => ordered.Select(entry => SpanView.Of(entry.Span, entry.Depth, _start, traces));
}

/// <summary>A span in the waterfall.</summary>
internal sealed record SpanView(
    string SpanId,
    int Depth,
    string Name,
    string Service,
    string Scope,
    SpanKind Kind,
    double OffsetMs,
    double DurationMs,
    bool IsError,
    string StatusMessage,
    IEnumerable<KeyValue> Attributes,
    IEnumerable<EventView> Events,
    IEnumerable<LinkView> Links,
    IEnumerable<LinkView> LinkedBy,
    int LinkedByTotal)
{
    private const int MostLinkedBy = 200;

    public static SpanView Of(Span span, int depth, ulong traceStart, TraceStore traces)
    {
        var linkedBy = traces.LinkingTo(span.Ref);
        return new(
            span.Ref.SpanText,
            depth,
            span.Name,
            span.Service,
            span.Scope,
            span.Kind,
            TraceView.Milliseconds(span.Start - traceStart),
            TraceView.Milliseconds(span.End - span.Start),
            span.IsError,
            span.StatusMessage,
            span.Attributes,
            span.Events.Select(happened => new EventView(happened.Name, TraceView.Milliseconds(happened.Time > traceStart ? happened.Time - traceStart : 0), happened.Attributes)),
            span.Links.Select(link => LinkView.Of(link, traces)),
            linkedBy.Take(MostLinkedBy).Select(link => LinkView.Of(link, traces)),
            linkedBy.Count);
    }
}

/// <summary>Something that happened within a span.</summary>
internal sealed record EventView(string Name, double OffsetMs, IEnumerable<KeyValue> Attributes);

/// <summary>The other end of a link; without a name when that span isn't here, any more or yet.</summary>
internal sealed record LinkView(string TraceId, string SpanId, string? Name, string? Service)
{
    public static LinkView Of(SpanRef span, TraceStore traces)
    {
        var found = traces.Find(span);
        return new(span.Trace.ToString(), span.SpanText, found?.Name, found?.Service);
    }
}
