using IotAspire.LocalDashboard.Traces;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalDashboard.Logs;

/// <summary>A line of a resource's log.</summary>
/// <param name="Number">Its place among all lines of all resources.</param>
/// <param name="Time">When it arrived here.</param>
/// <param name="Resource">Whose it is.</param>
/// <param name="Line">What it says.</param>
internal sealed record LogEntry(long Number, DateTimeOffset Time, string Resource, LogLine Line)
{
    private const int OfEntry = 200;

    /// <summary>Grows with every change of any entry, so that a reader can ask for what is new to it.</summary>
    public long Version { get; init; }

    /// <summary>The span within which it was written; the empty one when there was none or it isn't known yet.</summary>
    public SpanRef Span { get; init; }

    public long Bytes => OfEntry + (2L * (Line.Text.Length + Line.Category.Length));
}

/// <summary>A line, taken apart.</summary>
/// <param name="Level">Its level; without one of its own, that of the line which it continues.</param>
/// <param name="Category">Where it comes from; empty when it doesn't say.</param>
/// <param name="Text">The message.</param>
internal readonly record struct LogLine(LogLevel Level, string Category, string Text);
