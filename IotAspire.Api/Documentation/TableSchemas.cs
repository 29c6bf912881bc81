using IotAspire.Api.Formats;
using Microsoft.OpenApi;

namespace IotAspire.Api.Documentation;

/// <summary>Schemas of answers with rows, made from what describes their columns.</summary>
internal static class TableSchemas
{
    private static readonly Field Next = new("next", ValueKind.Text, "Address of the next page; null on the last page.", IsNullable: true);

    public static Dictionary<string, OpenApiMediaType> Content(TableDescription table, OpenApiDocument document) => ResultFormat.All.ToDictionary(
        format => format.MediaType,
        format => format == ResultFormat.Json
            ? new OpenApiMediaType { Schema = Page(table, document) }
            : new OpenApiMediaType { Schema = Rows(format) });

    public static IOpenApiSchema Row(TableDescription table, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSchema>(table.Row, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = table.Meaning,
            Required = table.Fields.Where(table.IsAlwaysThere).Select(field => field.Name).ToHashSet(),
            Properties = table.Fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => Describe(field)),
            AdditionalProperties = table.Others is { } others ? Describe(others) : null,
        });
        return new OpenApiSchemaReference(table.Row, document);
    }

    private static OpenApiSchemaReference Page(TableDescription table, OpenApiDocument document)
    {
        var name = table.IsPaged ? $"{table.Row}Page" : $"{table.Row}List";
        var properties = table.About.ToDictionary(field => field.Name, IOpenApiSchema (field) => Describe(field));
        properties.Add(table.Rows, new OpenApiSchema { Type = JsonSchemaType.Array, Items = Row(table, document), Description = table.Order });
        if (table.IsPaged)
            properties.Add(Next.Name, Describe(Next));
        document.AddComponent<IOpenApiSchema>(name, new OpenApiSchema { Type = JsonSchemaType.Object, Required = properties.Keys.ToHashSet(), Properties = properties });
        return new(name, document);
    }

    private static OpenApiSchema Rows(ResultFormat format) => new()
    {
        Type = JsonSchemaType.String,
        Format = format.IsBinary ? "binary" : null,
        Description = "Only the rows, with the same columns as in JSON.",
    };

    private static OpenApiSchema Describe(Field field)
    {
        var (type, format) = field.Kind switch
        {
            ValueKind.Text => (JsonSchemaType.String, (string?)null),
            ValueKind.Instant => (JsonSchemaType.String, "date-time"),
            ValueKind.Number => (JsonSchemaType.Number, "double"),
            ValueKind.Integer => (JsonSchemaType.Integer, "int64"),
            _ => (JsonSchemaType.Boolean, null),
        };
        return new()
        {
            Type = field.IsNullable ? type | JsonSchemaType.Null : type,
            Format = format,
            Description = field.Unit is null ? field.Meaning : $"{field.Meaning} Unit: {field.Unit}.",
        };
    }
}

/// <summary>An endpoint's metadata: it answers with a table, or with one row of it.</summary>
internal sealed record DescribedTable(TableDescription Table, bool IsOneRow);

/// <summary>Describes what endpoints answer, for the document.</summary>
internal static class TableAnswers
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="table">The rows that it answers with, in any format.</param>
    /// <param name="problems">Statuses that it may answer in addition to those of every endpoint.</param>
    public static RouteHandlerBuilder AnswersTable(this RouteHandlerBuilder endpoint, TableDescription table, params IEnumerable<int> problems) =>
        endpoint.Produces(StatusCodes.Status200OK).WithMetadata(new DescribedTable(table, IsOneRow: false)).Refuses([StatusCodes.Status406NotAcceptable, .. problems]);

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="table">Whose row it answers with, in JSON.</param>
    public static RouteHandlerBuilder AnswersRow(this RouteHandlerBuilder endpoint, TableDescription table) =>
        endpoint.Produces(StatusCodes.Status200OK).WithMetadata(new DescribedTable(table, IsOneRow: true)).Refuses(StatusCodes.Status404NotFound);

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="problems">Statuses that it may answer in addition to those of every endpoint.</param>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<int> problems)
    {
        foreach (var status in problems)
            endpoint.Produces(status);
        return endpoint;
    }
}
