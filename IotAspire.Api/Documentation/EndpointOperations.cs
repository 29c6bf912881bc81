using System.Text.Json;
using System.Text.Json.Nodes;
using FastEndpoints;
using IotAspire.Api.Hosting;
using IotAspire.Api.Times;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IotAspire.Api.Documentation;

/// <summary>
/// Describes an endpoint of FastEndpoints as callers see it. Without it the request of a GET would appear as a body, and the
/// answers other than 200 would be missing.
/// </summary>
internal sealed class EndpointOperations : IOpenApiOperationTransformer
{
    private const string RowsOfJson = "application/x-ndjson";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new InstantJsonConverter() } };

    private static readonly Dictionary<int, string> Descriptions = new()
    {
        [StatusCodes.Status204NoContent] = "Done.",
        [StatusCodes.Status400BadRequest] = "A parameter is wrong or unknown; every error is listed with what is allowed.",
        [StatusCodes.Status401Unauthorized] = "No API key, or one that isn't valid.",
        [StatusCodes.Status404NotFound] = "What was asked for isn't there; the detail says what.",
        [StatusCodes.Status406NotAcceptable] = "Accept names no format of the answer; the error lists them.",
        [StatusCodes.Status409Conflict] = "What is stored forbids it; the detail says what.",
        [StatusCodes.Status429TooManyRequests] = "More requests than the key may make; Retry-After says how long to wait.",
        [StatusCodes.Status503ServiceUnavailable] = "The database can't be reached or isn't ready, or too many questions are under way.",
        [StatusCodes.Status504GatewayTimeout] = "The answer took too long; the detail says how to ask for less.",
    };

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<EndpointDefinition>().FirstOrDefault() is not { } endpoint || !endpoint.Verbs.Any(verb => verb is "GET" or "DELETE"))
            return;
        operation.Summary = endpoint.EndpointSummary?.Summary;
        operation.RequestBody = null;
        operation.Parameters = [];
        foreach (var parameter in RequestParameter.Of(endpoint.ReqDtoType))
            operation.Parameters.Add(await DescribeAsync(parameter, endpoint, context, cancellationToken));
        operation.Responses ??= [];
        foreach (var answer in metadata.OfType<IProducesResponseTypeMetadata>().Where(answer => answer.Type is not null))
        {
            if (answer.Type == typeof(void))
            {
                operation.Responses[$"{answer.StatusCode}"] = new OpenApiResponse { Description = Descriptions[answer.StatusCode] };
                continue;
            }

            var schema = await context.GetOrCreateSchemaAsync(answer.Type!, null, cancellationToken);
            var example = Example(endpoint, answer.StatusCode);
            operation.Responses[$"{answer.StatusCode}"] = new OpenApiResponse
            {
                Description = Descriptions.GetValueOrDefault(answer.StatusCode, "The answer."),
                Content = answer.ContentTypes.ToDictionary(type => type, type => Describe(type, schema, example)),
            };
        }
    }

    // The schema is that of JSON; the rows of other formats have the columns of its array.
    private static OpenApiMediaType Describe(string contentType, IOpenApiSchema schema, JsonNode? example) => contentType.EndsWith("json", StringComparison.Ordinal) && contentType != RowsOfJson
        ? new() { Schema = schema, Example = example?.DeepClone() }
        : new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The rows alone, with the columns of the JSON answer's array." } };

    private static JsonNode? Example(EndpointDefinition endpoint, int status) =>
        endpoint.EndpointSummary?.ResponseExamples.GetValueOrDefault(status) is { } example ? JsonSerializer.SerializeToNode(example, example.GetType(), Json) : null;

    private static async Task<OpenApiParameter> DescribeAsync(
        RequestParameter parameter, EndpointDefinition endpoint, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var inRoute = parameter.IsInRoute(endpoint);
        var type = Nullable.GetUnderlyingType(parameter.Property.PropertyType) ?? parameter.Property.PropertyType;
        var schema = (OpenApiSchema)await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        parameter.Limit(schema);
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = inRoute ? ParameterLocation.Path : ParameterLocation.Query,
            Required = inRoute || parameter.IsRequired,
            Description = parameter.Description,
            Schema = schema,
            Example = ParameterExamples.Of(parameter.Name),
        };
    }
}
