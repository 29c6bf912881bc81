using System.Threading.RateLimiting;
using IotAspire.Api.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Limits;

/// <summary>
/// How many questions the database gets at once. Below the size of the connection pool, so that a slow database fills this queue,
/// which answers, and not the pool's, which only waits.
/// </summary>
internal sealed class QueryConcurrency(IOptions<LimitsOptions> options, TimeProvider clock) : IMiddleware, IAsyncDisposable
{
    private const string Busy = "Too many questions are under way. Try again in a second; questions about fewer sensors or a shorter range take less time.";

    private readonly ConcurrencyLimiter _limiter = new(new()
    {
        PermitLimit = options.Value.QueriesAtOnce,
        QueueLimit = options.Value.QueriesWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.IsQuestion() || context.IsStream())
        {
            await next(context);
            return;
        }

        using var lease = await AcquireAsync(context.RequestAborted);
        if (lease is { IsAcquired: true })
        {
            await next(context);
            return;
        }

        context.Response.Headers.RetryAfter = "1";
        await ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Busy);
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    private async ValueTask<RateLimitLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        using var time = new CancellationTokenSource(options.Value.WaitingTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await _limiter.AcquireAsync(1, either.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
