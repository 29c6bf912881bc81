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
/// Describes an endpoint of FastEndpoints as callers see it. Without it its request would appear as a body, and answers with rows
/// would have no schema. What several operations have stands in the document's components.
/// </summary>
internal sealed class EndpointOperations : IOpenApiOperationTransformer
{
    private const string List = "List";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new InstantJsonConverter() } };

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<EndpointDefinition>().FirstOrDefault() is not { } endpoint)
            return;
        operation.Summary = endpoint.EndpointSummary?.Summary;
        // No request has a body: everything stands in the address.
        operation.RequestBody = null;
        operation.Parameters = [];
        foreach (var parameter in RequestParameter.Of(endpoint.ReqDtoType))
            operation.Parameters.Add(await DescribeAsync(parameter, operation, endpoint, context, cancellationToken));
        var document = context.Document!;
        var made = operation.Responses ?? [];
        operation.Responses = [];
        foreach (var answer in metadata.OfType<IProducesResponseTypeMetadata>().OrderBy(answer => answer.StatusCode))
            operation.Responses[$"{answer.StatusCode}"] = ProblemResponses.Find(answer.StatusCode, document) ?? Describe(answer, made);
        if (metadata.OfType<DescribedTable>().LastOrDefault() is { } described)
            operation.Responses["200"] = new OpenApiResponse { Description = "The answer.", Content = Content(described, document) };
        if (operation.Responses.GetValueOrDefault("200")?.Content?.Values.FirstOrDefault() is OpenApiMediaType first && first.Schema is not null)
            first.Example = Example(endpoint);
    }

    // What the framework made of a type is right for JSON, and for JSON alone.
    private static OpenApiResponse Describe(IProducesResponseTypeMetadata answer, OpenApiResponses made) => new()
    {
        Description = answer.StatusCode == StatusCodes.Status204NoContent ? "Done." : "The answer.",
        Content = answer.ContentTypes.ToDictionary(type => type, type => new OpenApiMediaType { Schema = SchemaOf(answer, made, type) }),
    };

    private static IOpenApiSchema? SchemaOf(IProducesResponseTypeMetadata answer, OpenApiResponses made, string contentType) =>
        answer.Type == typeof(string) ? new OpenApiSchema { Type = JsonSchemaType.String }
        : answer.Type == typeof(byte[]) ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }
        : made.GetValueOrDefault($"{answer.StatusCode}") is { Content: { } content } && content.TryGetValue(contentType, out var media) ? media.Schema
        : null;

    private static Dictionary<string, OpenApiMediaType> Content(DescribedTable described, OpenApiDocument document) => described.IsOneRow
        ? new() { [Formats.ResultFormat.Json.MediaType] = new() { Schema = TableSchemas.Row(described.Table, document) } }
        : TableSchemas.Content(described.Table, document);

    private static JsonNode? Example(EndpointDefinition endpoint) =>
        endpoint.EndpointSummary?.ResponseExamples.GetValueOrDefault(StatusCodes.Status200OK) is { } example ? JsonSerializer.SerializeToNode(example, example.GetType(), Json) : null;

    private static async Task<IOpenApiParameter> DescribeAsync(
        RequestParameter parameter, OpenApiOperation operation, EndpointDefinition endpoint, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var inRoute = parameter.IsInRoute(endpoint);
        var type = Nullable.GetUnderlyingType(parameter.Property.PropertyType) ?? parameter.Property.PropertyType;
        var schema = (OpenApiSchema)await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        parameter.Limit(schema);
        var described = new OpenApiParameter
        {
            Name = parameter.Name,
            In = inRoute ? ParameterLocation.Path : ParameterLocation.Query,
            Required = inRoute || parameter.IsRequired,
            Description = parameter.Description,
            Schema = schema.Enum is null ? schema : Choice(schema, parameter, operation, context.Document!),
            Example = ExampleOf(parameter, schema),
        };
        if (!parameter.IsShared)
            return described;
        context.Document!.AddComponent<IOpenApiParameter>(parameter.Name, described);
        return new OpenApiParameterReference(parameter.Name, context.Document);
    }

    // A name may mean a choice here and a number or a flag there.
    private static JsonNode? ExampleOf(RequestParameter parameter, OpenApiSchema schema) =>
        ParameterExamples.Of(parameter.Name) is { } example && schema.Enum?.Any(value => JsonNode.DeepEquals(value, example)) != false ? example : null;

    // Generated clients make a type of it, which is called so: Format, ReadingsOrder.
    private static OpenApiSchemaReference Choice(OpenApiSchema schema, RequestParameter parameter, OpenApiOperation operation, OpenApiDocument document)
    {
        var request = operation.OperationId!.StartsWith(List, StringComparison.Ordinal) ? operation.OperationId[List.Length..] : operation.OperationId;
        var name = parameter.IsShared ? parameter.Property.Name : $"{request}{parameter.Property.Name}";
        document.AddComponent<IOpenApiSchema>(name, schema);
        return new(name, document);
    }
}
