using System.Diagnostics;
using FluentValidation.Results;
using Microsoft.AspNetCore.WebUtilities;

namespace IotAspire.Api.Hosting;

/// <summary>Why there is no answer, as RFC 9457 has it.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status identifies the problem.</param>
/// <param name="Title">Name of the status.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Detail">What is wrong and what is allowed; names each invalid parameter.</param>
/// <param name="Instance">Path of the request.</param>
/// <param name="TraceId">Id of the request in logs and traces.</param>
/// <param name="Errors">Invalid parameters and headers; empty if there are none.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string Instance, string TraceId, IReadOnlyList<ProblemError> Errors);

/// <summary>An invalid parameter or header.</summary>
/// <param name="Name">Name of the parameter or header.</param>
/// <param name="Reason">What is wrong with it and what is allowed.</param>
internal sealed record ProblemError(string Name, string Reason);

/// <summary>
/// Writes problems, whatever the caller accepts: the framework's own writer says nothing to one who asked for CSV or an event
/// stream.
/// </summary>
internal static class ProblemAnswer
{
    public const string MediaType = "application/problem+json";

    /// <summary>RFC 9457, section 4.2.1: the problem is what its status says; and no answer names a foreign host.</summary>
    private const string NoType = "about:blank";

    /// <summary>What validators and endpoints found wrong with parameters.</summary>
    public static Problem Of(HttpContext http, int status, IEnumerable<ValidationFailure> failures)
    {
        var errors = failures.DistinctBy(failure => failure.PropertyName).Select(failure => new ProblemError(failure.PropertyName, failure.ErrorMessage)).ToList();
        return Of(http, status, string.Join(' ', errors.Select(error => $"{error.Name}: {error.Reason}")), errors);
    }

    public static Task WriteAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        // Not with the request's token: a time-out has cancelled it.
        return http.Response.WriteAsJsonAsync(Of(http, status, detail, []), options: null, MediaType, CancellationToken.None);
    }

    private static Problem Of(HttpContext http, int status, string detail, IReadOnlyList<ProblemError> errors) =>
        new(NoType, ReasonPhrases.GetReasonPhrase(status), status, detail, http.Request.Path, Activity.Current?.Id ?? http.TraceIdentifier, errors);
}
