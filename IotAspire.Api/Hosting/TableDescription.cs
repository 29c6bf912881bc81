using FastEndpoints;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Hosting;

/// <summary>Describes endpoints that answer with rows in any format.</summary>
internal static class TableDescription
{
    /// <typeparam name="T">The JSON answer; its rows have the columns of every other format.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="problems">Statuses that it may answer beside those of every endpoint.</param>
    public static RouteHandlerBuilder AnswersTable<T>(this RouteHandlerBuilder endpoint, params int[] problems)
    {
        var others = ResultFormat.All.Skip(1).Select(format => format.MediaType).ToArray();
        endpoint.Produces<T>(StatusCodes.Status200OK, ResultFormat.Json.MediaType, others);
        foreach (var status in problems.Append(StatusCodes.Status406NotAcceptable))
            endpoint.ProducesProblemDetails(status);
        return endpoint;
    }
}
