using System.Globalization;
using System.Text;
using System.Text.Json;
using IotAspire.LocalDashboard.Logs;
using IotAspire.LocalDashboard.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotAspire.LocalDashboard.Web;

/// <summary>
/// <c>/api/logs</c>: the lines that are wanted, first those that are here and then every new one, as server-sent events. A line
/// that comes again has found its trace.
/// </summary>
internal sealed class LogApi(BrowserLogin login, LogStore logs, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Lines in one event; a reader that is slower than the log misses the oldest.</summary>
    public const int MostLines = 1_000;

    private const int MostReaders = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private int _readers;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGuarded(login, "/api/logs", async context =>
    {
        try
        {
            if (Interlocked.Increment(ref _readers) > MostReaders)
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            else
                await StreamAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    });

    private async Task StreamAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        try
        {
            await SendAsync(context.Response, Query.Logs(context.Request.Query), ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader has gone, or the dashboard goes.
        }
    }

    private async Task SendAsync(HttpResponse response, LogQuery query, CancellationToken cancellationToken)
    {
        var (version, sent) = (0L, time.GetTimestamp());
        await response.WriteAsync("retry: 1000\n\n", cancellationToken);
        while (true)
        {
            (var entries, version) = logs.Since(version, query, MostLines);
            if (entries.Count > 0 || time.GetElapsedTime(sent) > LongestSilence)
            {
                await response.WriteAsync(entries.Count > 0 ? Event(entries) : ":\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                sent = time.GetTimestamp();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static string Event(IReadOnlyList<LogEntry> entries) => new StringBuilder("data: ")
        .Append(JsonSerializer.Serialize(entries.Select(LineView.Of), Api.Json))
        .Append("\n\n")
        .ToString();
}

/// <summary>A line as the page gets it.</summary>
internal sealed record LineView(long Number, string Time, string Resource, string Level, string Category, string Text, string? TraceId, string? SpanId)
{
    public static LineView Of(LogEntry entry) => new(
        entry.Number,
        entry.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        entry.Resource,
        entry.Line.Level.ToString(),
        entry.Line.Category,
        entry.Line.Text,
        entry.Span.Trace == default ? null : entry.Span.Trace.ToString(),
        entry.Span.Span == 0 ? null : entry.Span.SpanText);
}
