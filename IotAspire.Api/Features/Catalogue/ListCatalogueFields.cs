using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Catalogue;

internal sealed class ListCatalogueFields : Endpoint<ListCatalogueFieldsRequest>
{
    private static readonly FieldOf<(string Table, Field Field)>[] Columns =
    [
        new(new("table", ValueKind.Text, "Table that the column belongs to."), (rows, entry) => rows.Add(entry.Table)),
        new(new("field", ValueKind.Text, "Name of the column."), (rows, entry) => rows.Add(entry.Field.Name)),
        new(new("type", ValueKind.Text, "Type of the field: text, instant (UTC, microseconds), number (a finite double), integer (64 bits) or flag."), (rows, entry) => rows.Add(NameOf(entry.Field.Kind))),
        new(new("unit", ValueKind.Text, "Unit of the values; null if they have none.", IsNullable: true), (rows, entry) => rows.Add(entry.Field.Unit)),
        new(new("nullable", ValueKind.Flag, "Whether the value may be null."), (rows, entry) => rows.Add(entry.Field.IsNullable)),
        new(new("meaning", ValueKind.Text, "Description of the column."), (rows, entry) => rows.Add(entry.Field.Meaning)),
    ];

    private static readonly (string Table, Field Field)[] Everything =
    [
        .. Of("sensors", Sensors.ListSensors.Table),
        .. Of("catalogue", ListCatalogue.Table),
        .. Of("readings", Readings.ListReadings.Table),
        .. Of("readings/latest", Readings.ListLatestReadings.Table),
        .. Of("aggregates", Aggregates.ListAggregates.Table),
        .. Of("quality", Quality.ListQuality.Table),
    ];

    private static readonly TableDescription Table = new(
        "Field", "A column of an answer.", "fields", "By table and position of the column.", [], [[.. Columns.Select(column => column.Field)]], IsPaged: false);

    public override void Configure()
    {
        Get("catalogue/fields");
        Summary(summary =>
        {
            summary.Summary = "Description, type and unit of every column";
            summary.ResponseExamples[StatusCodes.Status200OK] = new
            {
                fields = new[] { new { table = "readings", field = "value", type = "number", unit = Field.SensorsUnit, nullable = false, meaning = "Measured value." } },
            };
        });
        Description(endpoint => endpoint.WithTags("Catalogue").WithName("ListFields").AnswersTable(Table));
    }

    public override Task HandleAsync(ListCatalogueFieldsRequest req, CancellationToken ct)
    {
        var rows = new ListRows<(string Table, Field Field)>(Columns, Everything, _ => throw new InvalidOperationException("They are never cut."), limit: null);
        return TableAnswer.SendWholeAsync(HttpContext, req.Format, req.Decimal, req.Excel, rows, Table.Envelope(), ct);
    }

    private static IEnumerable<(string, Field)> Of(string name, TableDescription table) => table.Fields.Select(field => (name, field));

    private static string NameOf(ValueKind kind) => kind switch
    {
        ValueKind.Text => "text",
        ValueKind.Instant => "instant",
        ValueKind.Number => "number",
        ValueKind.Integer => "integer",
        _ => "flag",
    };
}

internal sealed class ListCatalogueFieldsRequest
{
    [QueryParam, AllowedValues("json", "ndjson", "csv", "excel", "xlsx", "parquet", "arrow"), Description(FormatParameters.Format)]
    public string? Format { get; set; }

    [QueryParam, AllowedValues(FormatParameters.Point, FormatParameters.Comma), Description(FormatParameters.Decimal)]
    public string? Decimal { get; set; }

    [QueryParam, Description(FormatParameters.Excel)]
    public bool? Excel { get; set; }
}
