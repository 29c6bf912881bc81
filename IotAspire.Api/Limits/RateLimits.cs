using System.Globalization;
using System.Threading.RateLimiting;
using IotAspire.Api.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Limits;

/// <summary>How often each key, or each address without one, may ask.</summary>
internal sealed class RateLimits(IOptions<LimitsOptions> options, Callers callers) : IConfigureOptions<RateLimiterOptions>
{
    public void Configure(RateLimiterOptions limiter)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        limiter.OnRejected = RejectAsync;
    }

    private RateLimitPartition<string> Partition(HttpContext http)
    {
        if (!http.IsQuery())
            return RateLimitPartition.GetNoLimiter("");
        return callers.NameOf(http) is { } caller ? Limited(caller) : RateLimitPartition.GetNoLimiter("");
    }

    private RateLimitPartition<string> Limited(string caller) => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
    {
        TokenLimit = options.Value.Burst,
        TokensPerPeriod = options.Value.RequestsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    private ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var pause = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var given) ? (int)Math.Ceiling(given.TotalSeconds) : 1;
        context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, pause).ToString(CultureInfo.InvariantCulture);
        var limits = options.Value;
        return new(ProblemAnswer.WriteAsync(
            context.HttpContext,
            StatusCodes.Status429TooManyRequests,
            $"The limit of {limits.RequestsPerSecond} requests a second, {limits.Burst} at once, is exceeded. Wait as long as Retry-After says. Instead of frequent requests, request more sensors or a longer range, or use /api/v1/live."));
    }
}
