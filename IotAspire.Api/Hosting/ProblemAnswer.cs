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

    public static Task WriteAsync(HttpContext http, int status, string detail) =>
        WriteAsync(http, new ProblemDetails { Type = ApiProblems.NoType, Status = status, Detail = detail, Instance = http.Request.Path });

    /// <summary>Says of the problem what is missing.</summary>
    public static Task WriteAsync(HttpContext http, ProblemDetails problem)
    {
        http.Response.StatusCode = problem.Status ??= http.Response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        // Not with the request's token: a time-out has cancelled it.
        return http.Response.WriteAsJsonAsync(problem, options: null, MediaType, CancellationToken.None);
    }
}
