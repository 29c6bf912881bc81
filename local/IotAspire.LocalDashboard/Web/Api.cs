using System.Text.Json;
using System.Text.Json.Serialization;
using IotAspire.LocalDashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotAspire.LocalDashboard.Web;

/// <summary>What the pages ask: JSON for whoever is signed in.</summary>
internal static class Api
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Answers with what <paramref name="answer"/> gives, 404 for null.</summary>
    public static void MapJson(this IEndpointRouteBuilder routes, BrowserLogin login, string route, Func<HttpContext, Task<object?>> answer) =>
        routes.MapGuarded(login, route, async context =>
        {
            if (await answer(context) is { } body)
                await context.Response.WriteAsJsonAsync(body, body.GetType(), Json, context.RequestAborted);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        });

    /// <summary>Answers 401 to whoever isn't signed in.</summary>
    public static void MapGuarded(this IEndpointRouteBuilder routes, BrowserLogin login, string route, RequestDelegate answer) =>
        routes.MapGet(route, context =>
        {
            if (login.IsSignedIn(context))
                return answer(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
}
