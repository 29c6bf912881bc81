using IotAspire.LocalDashboard.Logs;
using IotAspire.LocalDashboard.Security;
using IotAspire.LocalDashboard.Traces;
using Microsoft.AspNetCore.Routing;

namespace IotAspire.LocalDashboard.Web;

/// <summary><c>/api/resources</c> and <c>/api/status</c>: what runs, what is kept, and what had to go.</summary>
internal sealed class StatusApi(
    LocalDashboardOptions options, BrowserLogin login, Func<CancellationToken, Task<IReadOnlyList<ResourceSnapshot>>> resources, TraceStore traces, LogStore logs)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapJson(login, "/api/resources", async context => new { resources = await resources(context.RequestAborted) });
        routes.MapJson(login, "/api/status", _ => Task.FromResult<object?>(Status()));
    }

    private object Status()
    {
        var kept = traces.Counts;
        var (lines, dropped) = logs.Counts;
        return new
        {
            options.TelemetryElsewhere,
            traces = kept,
            logs = new { lines, dropped, resources = logs.Resources },
            limits = new { options.MaximumTraces, options.MaximumSpans, options.MaximumSpanBytes, options.MaximumLogLines },
        };
    }
}
