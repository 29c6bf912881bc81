using System.Text.Json.Serialization;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>An error as RFC 9457 describes it, with everything that is wrong in <see cref="Errors"/>.</summary>
internal sealed record HttpProblem(string Title, int Status, string? Detail, IReadOnlyList<HttpProblemError> Errors)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "about:blank";
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Name">The property, parameter or header.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Allowed">What it may be instead: the values, or their form.</param>
internal sealed record HttpProblemError(string Name, string Reason, IReadOnlyList<string>? Allowed = null);

/// <summary>Ends the handling of a request.</summary>
internal sealed class ProblemException(HttpProblem problem) : Exception(problem.Title)
{
    public HttpProblem Problem { get; } = problem;

    public static ProblemException Invalid(IReadOnlyList<HttpProblemError> errors) =>
        new(new HttpProblem("The request isn't valid.", StatusCodes.Status400BadRequest, null, errors));

    public static ProblemException Of(int status, string title, HttpProblemError? error = null) =>
        new(new HttpProblem(title, status, null, error is null ? [] : [error]));
}
