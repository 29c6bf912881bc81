using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Writes a problem whatever the caller accepts: the framework's own writer says nothing to one who asked for CSV or an event
/// stream.
/// </summary>
internal static class ProblemAnswer
{
    private const string MediaType = "application/problem+json";

    public static Task WriteAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        var problem = new ProblemDetails
        {
            Type = ApiProblems.NoType,
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Instance = http.Request.Path,
            Extensions = { ["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier },
        };
        // Not with the request's token: a time-out has cancelled it.
        return http.Response.WriteAsJsonAsync(problem, options: null, MediaType, CancellationToken.None);
    }
}
