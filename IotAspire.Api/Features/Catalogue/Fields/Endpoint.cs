using FastEndpoints;
using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Features.Catalogue.List;
using IotAspire.Api.Features.Quality;
using IotAspire.Api.Features.Readings.List;
using IotAspire.Api.Features.Sensors;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;

namespace IotAspire.Api.Features.Catalogue.Fields;

internal sealed class Endpoint : Endpoint<Request, Response>
{
    private static readonly FieldOf<(string Table, Field Field)>[] Columns =
    [
        new(new("table", ValueKind.Text, "The answer that has it."), (rows, entry) => rows.Add(entry.Table)),
        new(new("field", ValueKind.Text, "Its name."), (rows, entry) => rows.Add(entry.Field.Name)),
        new(new("type", ValueKind.Text, "text, instant (UTC, microseconds), number (a finite double), integer (64 bits) or flag."), (rows, entry) => rows.Add(NameOf(entry.Field.Kind))),
        new(new("unit", ValueKind.Text, "Of its numbers; null where they have none.", IsNullable: true), (rows, entry) => rows.Add(entry.Field.Unit)),
        new(new("nullable", ValueKind.Flag, "Whether a row may have no value."), (rows, entry) => rows.Add(entry.Field.IsNullable)),
        new(new("meaning", ValueKind.Text, "For people."), (rows, entry) => rows.Add(entry.Field.Meaning)),
    ];

    private static readonly (string Table, Field Field)[] Everything =
    [
        .. Of("sensors", SensorColumns.All.Select(column => column.Field)),
        .. Of("catalogue", Described.Columns.Select(column => column.Field)),
        .. Of("readings", ReadingRows.All),
        .. Of("readings/latest", Readings.Latest.Endpoint.Columns.Select(column => column.Field)),
        .. Of("aggregates", LongRows.Describe(Grouping.Sensor, AggregateFunction.Plain)),
        .. Of("quality", QualityRows.Columns.Select(column => column.Field)),
    ];

    public override void Configure()
    {
        Get("catalogue/fields");
        Summary(summary =>
        {
            summary.Summary = "The meaning, type and unit of every column of every answer";
            summary.ResponseExamples[StatusCodes.Status200OK] = new Response([new("readings", "value", "number", Field.SensorsUnit, Nullable: false, "The value, in the unit.")]);
        });
        Description(endpoint => endpoint.WithTags("Catalogue").WithName("ListFields").AnswersTable<Response>());
    }

    public override Task HandleAsync(Request req, CancellationToken ct)
    {
        var rows = new ListRows<(string Table, Field Field)>(Columns, Everything, _ => throw new InvalidOperationException("They are never cut."), limit: null);
        return TableAnswer.SendWholeAsync(HttpContext, req.Format, req.Decimal, rows, new("fields", [], IsPaged: false), ct);
    }

    private static IEnumerable<(string, Field)> Of(string table, IEnumerable<Field> fields) => fields.Select(field => (table, field));

    private static string NameOf(ValueKind kind) => kind switch
    {
        ValueKind.Text => "text",
        ValueKind.Instant => "instant",
        ValueKind.Number => "number",
        ValueKind.Integer => "integer",
        _ => "flag",
    };
}
