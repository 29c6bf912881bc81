using IotAspire.Api.Hosting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Limits;

/// <summary>How long a request may take until its answer begins. An answer that has begun may take as long as its caller needs to read it.</summary>
internal sealed class RequestTime(IOptions<LimitsOptions> options, ILogger<RequestTime> logger) : IConfigureOptions<RequestTimeoutOptions>
{
    public void Configure(RequestTimeoutOptions timeouts) => timeouts.DefaultPolicy = new()
    {
        Timeout = options.Value.RequestTime,
        TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        WriteTimeoutResponse = WriteAsync,
    };

    public static Task EndWithAnswerAsync(HttpContext http, RequestDelegate next)
    {
        // Probes have their own timeouts, and tell more.
        if (!http.IsQuery())
            http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        http.Response.OnStarting(() =>
        {
            http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            return Task.CompletedTask;
        });
        return next(http);
    }

    private Task WriteAsync(HttpContext http)
    {
        ApiLog.TimedOut(logger, options.Value.RequestTime, http.Request.Path);
        return ProblemAnswer.WriteAsync(
            http,
            StatusCodes.Status504GatewayTimeout,
            $"The answer took longer than {options.Value.RequestTime.TotalSeconds:0.#} seconds. Request fewer sensors, a shorter range or longer buckets. If that doesn't help, the database may be slow or unavailable; see /health.");
    }
}
