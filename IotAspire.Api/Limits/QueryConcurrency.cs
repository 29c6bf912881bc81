using System.Globalization;
using System.Threading.RateLimiting;
using FastEndpoints;
using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Features.Live;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Limits;

/// <summary>
/// How many requests the database gets at once, and how many of them may be one caller's or downloads. Below the size of the connection
/// pool, so that a slow database fills this queue, which answers, and not the pool's, which only waits.
/// </summary>
internal sealed class QueryConcurrency(IOptions<LimitsOptions> options, IOptions<LiveOptions> live, Callers callers, TimeProvider clock) : IMiddleware, IAsyncDisposable
{
    private const int MaxPageLength = 10_000;

    private const string Busy = "Too many requests are in progress. Try again in a second; requests for fewer sensors or a shorter range take less time.";

    private readonly PartitionedRateLimiter<HttpContext> _queries = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(http => callers.NameOf(http) is { } caller
            ? Limited(caller, Math.Min(options.Value.QueriesPerCaller, options.Value.QueriesAtOnce), options.Value.QueriesWaiting)
            : RateLimitPartition.GetNoLimiter("")),
        PartitionedRateLimiter.Create<HttpContext, string>(http => IsDownload(http)
            ? Limited("", Math.Min(options.Value.DownloadsAtOnce, options.Value.QueriesAtOnce), options.Value.QueriesWaiting)
            : RateLimitPartition.GetNoLimiter("page")),
        PartitionedRateLimiter.Create<HttpContext, string>(_ => Limited("", options.Value.QueriesAtOnce, options.Value.QueriesWaiting)));

    private readonly PartitionedRateLimiter<HttpContext> _streams = PartitionedRateLimiter.Create<HttpContext, string>(http => callers.NameOf(http) is { } caller
        ? Limited(caller, live.Value.ReadersPerCaller, waiting: 0)
        : RateLimitPartition.GetNoLimiter(""));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.IsQuery())
        {
            await next(context);
            return;
        }

        using var stream = context.IsStream() ? _streams.AttemptAcquire(context) : null;
        if (stream is { IsAcquired: false })
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status429TooManyRequests, $"A caller can have at most {live.Value.ReadersPerCaller} live streams at once. One stream can cover many sensors.");
            return;
        }

        using var query = await AcquireAsync(context);
        if (query is not { IsAcquired: true })
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Busy);
            return;
        }

        context.Features.Set(query);
        await next(context);
    }

    /// <summary>Ends what the request takes of the database. A live stream calls it when it has sent what it missed; what follows is read once for all streams.</summary>
    public static void Release(HttpContext http) => http.Features.Get<RateLimitLease>()?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _queries.DisposeAsync();
        await _streams.DisposeAsync();
    }

    private async ValueTask<RateLimitLease?> AcquireAsync(HttpContext http)
    {
        var lease = _queries.AttemptAcquire(http);
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        using var time = new CancellationTokenSource(options.Value.WaitingTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, http.RequestAborted);
        try
        {
            return await _queries.AcquireAsync(http, 1, either.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static RateLimitPartition<string> Limited(string partition, int permits, int waiting) => RateLimitPartition.GetConcurrencyLimiter(partition, _ => new()
    {
        PermitLimit = permits,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    // A format other than JSON has no pages: the answer is as long as the caller asks for, and takes as long as the caller reads. So does a
    // long or a wide page, or what a live stream has missed.
    private static bool IsDownload(HttpContext http)
    {
        var query = http.Request.Query;
        if (int.TryParse(query[nameof(TableRequest.Limit)], NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit) && limit > MaxPageLength)
            return true;
        if (string.Equals(query[nameof(ListAggregatesRequest.Shape)], ListAggregatesRequest.Wide, StringComparison.OrdinalIgnoreCase) || (http.IsStream() && (query.ContainsKey(nameof(StreamLiveRequest.LastEventId)) || http.Request.Headers.ContainsKey(StreamLive.LastEventId))))
            return true;
        var format = query.TryGetValue(nameof(TableRequest.Format), out var name) ? ResultFormat.Find(name.ToString()) : ResultFormat.Accepted(http.Request.GetTypedHeaders().Accept);
        return format is not null && format != ResultFormat.Json;
    }
}

/// <summary>What kind of endpoint a request is for.</summary>
internal static class QueryEndpoints
{
    /// <summary>Whether the request is a request to the API, not a probe or a page.</summary>
    public static bool IsQuery(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>() is not null;

    /// <summary>Whether the answer goes on for as long as the caller listens.</summary>
    public static bool IsStream(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is not null;
}
