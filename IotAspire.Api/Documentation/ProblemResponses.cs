using IotAspire.Api.Hosting;
using Microsoft.OpenApi;

namespace IotAspire.Api.Documentation;

/// <summary>The answers of which all have the same schema: those that say why there is no other.</summary>
internal static class ProblemResponses
{
    private static readonly Dictionary<int, (string Name, string Description)> All = new()
    {
        [StatusCodes.Status400BadRequest] = ("BadRequest", "A parameter is invalid or unknown. Each error lists the allowed values."),
        [StatusCodes.Status401Unauthorized] = ("Unauthorized", "The API key is missing or invalid."),
        [StatusCodes.Status403Forbidden] = ("Forbidden", "The API key lacks the required scope."),
        [StatusCodes.Status404NotFound] = ("NotFound", "The requested item doesn't exist; the detail names it."),
        [StatusCodes.Status406NotAcceptable] = ("NotAcceptable", "Accept names no supported format; the error lists the supported ones."),
        [StatusCodes.Status409Conflict] = ("Conflict", "Stored data prevents the operation; the detail says why."),
        [StatusCodes.Status429TooManyRequests] = ("TooManyRequests", "The caller exceeded a request limit; Retry-After says how long to wait."),
        [StatusCodes.Status500InternalServerError] = ("Failed", "The API failed. Its log has the reason under the traceId."),
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
