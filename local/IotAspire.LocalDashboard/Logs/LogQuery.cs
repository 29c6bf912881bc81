using IotAspire.LocalDashboard.Traces;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalDashboard.Logs;

/// <summary>Which lines are wanted; a null takes all.</summary>
internal sealed record LogQuery(string? Resource = null, LogLevel MinimumLevel = LogLevel.Trace, string? Text = null, TraceId? Trace = null)
{
    public bool Matches(LogEntry entry) =>
        entry.Line.Level >= MinimumLevel
        && (string.IsNullOrEmpty(Resource) || entry.Resource == Resource)
        && (Trace is null || entry.Span.Trace == Trace)
        && (string.IsNullOrEmpty(Text) || Has(entry.Line.Text) || Has(entry.Line.Category));

    private bool Has(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}
