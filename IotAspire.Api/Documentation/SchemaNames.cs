using System.Text.Json.Serialization.Metadata;
using IotAspire.Api.Features;
using Microsoft.AspNetCore.OpenApi;

namespace IotAspire.Api.Documentation;

/// <summary>
/// Names of schemas. Every use case calls its answer <c>Response</c>; in the document it is named after the use case, as
/// <c>ReadingsListResponse</c>, so that generated clients get usable names.
/// </summary>
internal static class SchemaNames
{
    private const string SharedName = "Response";
    private static readonly string Features = typeof(Paging).Namespace!;

    public static string? Of(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name == SharedName && type.Type.Namespace is { } useCase && useCase.StartsWith(Features, StringComparison.Ordinal)
            ? useCase[Features.Length..].Replace(".", "", StringComparison.Ordinal) + name
            : name;
    }
}
