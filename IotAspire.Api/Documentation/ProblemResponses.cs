using IotAspire.Api.Hosting;
using Microsoft.OpenApi;

namespace IotAspire.Api.Documentation;

/// <summary>The answers of which all have the same schema: those that say why there is no other.</summary>
internal static class ProblemResponses
{
    private static readonly Dictionary<int, (string Name, string Description)> All = new()
    {
        [StatusCodes.Status400BadRequest] = ("BadRequest", "A parameter is wrong or unknown; every error is listed with what is allowed."),
        [StatusCodes.Status401Unauthorized] = ("Unauthorized", "No API key, or one that isn't valid."),
        [StatusCodes.Status403Forbidden] = ("Forbidden", "The API key lacks the scope that this needs."),
        [StatusCodes.Status404NotFound] = ("NotFound", "What was asked for isn't there; the detail says what."),
        [StatusCodes.Status406NotAcceptable] = ("NotAcceptable", "Accept names no format of the answer; the error lists them."),
        [StatusCodes.Status409Conflict] = ("Conflict", "What is stored doesn't allow it; the detail says why."),
        [StatusCodes.Status429TooManyRequests] = ("TooManyRequests", "More requests than the key may make; Retry-After says how long to wait."),
        [StatusCodes.Status500InternalServerError] = ("Failed", "The API failed; its log says why, under the traceId."),
        [StatusCodes.Status503ServiceUnavailable] = ("Unavailable", "The database can't be reached or isn't ready, or too many requests are under way."),
        [StatusCodes.Status504GatewayTimeout] = ("TimedOut", "The answer took too long; the detail says how to ask for less."),
    };

    /// <summary>The answer of that status; null for one that is no problem.</summary>
    public static IOpenApiResponse? Find(int status, OpenApiDocument document)
    {
        if (status < StatusCodes.Status400BadRequest)
            return null;
        var (name, description) = All[status];
        document.AddComponent<IOpenApiResponse>(name, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemAnswer.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
            },
        });
        return new OpenApiResponseReference(name, document);
    }
}
