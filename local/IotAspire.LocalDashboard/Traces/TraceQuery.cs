namespace IotAspire.LocalDashboard.Traces;

/// <summary>Which traces are wanted; a null takes all.</summary>
/// <param name="Service">One with a span of this service.</param>
/// <param name="ErrorsOnly">One with a span that failed.</param>
/// <param name="MinimumDuration">One that took at least so long, nanoseconds.</param>
/// <param name="Text">One with this text in a span's names or attributes, or with this id.</param>
internal sealed record TraceQuery(string? Service = null, bool ErrorsOnly = false, ulong MinimumDuration = 0, string? Text = null)
{
    /// <summary>The trace's line in the list; null when it isn't wanted. The cheap questions come first.</summary>
    public TraceSummary? Match(StoredTrace trace)
    {
        var summary = trace.Summarize();
        var isWanted = (!ErrorsOnly || summary.Errors > 0)
            && summary.Duration >= MinimumDuration
            && (string.IsNullOrEmpty(Service) || summary.Services.Contains(Service))
            && (string.IsNullOrEmpty(Text) || HasText(trace, Text));
        return isWanted ? summary : null;
    }

    private static bool HasText(StoredTrace trace, string text) =>
        trace.Spans.Any(span => span.Contains(text)) || (TraceId.Parse(text) ?? default) == trace.Id;
}
