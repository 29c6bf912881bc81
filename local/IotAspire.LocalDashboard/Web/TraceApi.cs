using IotAspire.LocalDashboard.Security;
using IotAspire.LocalDashboard.Traces;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotAspire.LocalDashboard.Web;

/// <summary><c>/api/traces</c>, the list, and <c>/api/traces/{id}</c>, one trace as a tree with its links both ways.</summary>
internal sealed class TraceApi(BrowserLogin login, TraceStore traces)
{
    private const int MostListed = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapJson(login, "/api/traces", context => Task.FromResult<object?>(List(context.Request.Query)));
        routes.MapJson(login, "/api/traces/{id}", context => Task.FromResult<object?>(Show(context.Request.RouteValues["id"] as string)));
    }

    private object List(IQueryCollection query)
    {
        var (latest, matching, services) = traces.Find(Query.Traces(query), MostListed);
        return new { traces = latest.Select(TraceView.Of), matching, services, kept = traces.Counts };
    }

    private TraceDetails? Show(string? id) =>
        TraceId.Parse(id) is { } trace && traces.Find(trace) is { Count: > 0 } spans ? new TraceDetails(trace, SpanTree.Order(spans), traces) : null;
}
