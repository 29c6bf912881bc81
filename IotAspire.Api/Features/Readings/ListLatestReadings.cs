using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Readings;

internal sealed class ListLatestReadings(SensorSelection selection, DayReader days) : Endpoint<ListLatestReadingsRequest>
{
    public static readonly IReadOnlyList<FieldOf<LatestReading>> Columns =
    [
        new(ReadingFields.SensorId, (rows, reading) => rows.Add(reading.SensorId)),
        new(ReadingFields.MeasuredAt, (rows, reading) => rows.Add(reading.MeasuredAt)),
        new(ReadingFields.Value, (rows, reading) => rows.Add(reading.Value)),
        new(ReadingFields.Unit, (rows, reading) => rows.Add(reading.Unit)),
    ];

    public static readonly TableDescription Table = new(
        "LatestReading",
        "A sensor's newest reading.",
        "readings",
        "In the order in which the sensors were registered; sensors without readings are omitted.",
        [],
        [[.. Columns.Select(column => column.Field)]]);

    public override void Configure()
    {
        Get("readings/latest");
        Summary(summary =>
        {
            summary.Summary = "The newest reading of each sensor";
            summary.ResponseExamples[StatusCodes.Status200OK] = new
            {
                readings = new[] { new { sensorId = "kitchen-temperature", measuredAt = ExampleTimes.MeasuredAt, value = 21.53, unit = "°C" } },
                next = (string?)null,
            };
        });
        Description(endpoint => endpoint.WithTags("Readings").WithName("LatestReadings").AnswersTable(Table, StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(ListLatestReadingsRequest req, CancellationToken ct)
    {
        var sensors = SensorSelection.After(await selection.FindAsync(req, ct), Cursor.Of(req.Cursor));
        var newest = (await days.NewestAsync(sensors, ct)).Days;
        var readings = sensors.Where(sensor => newest.ContainsKey(sensor.Id))
            .Select(sensor => new LatestReading(sensor.SensorId, newest[sensor.Id].LastAt, newest[sensor.Id].Last, sensor.Unit))
            .ToList();
        var rows = new ListRows<LatestReading>(
            Columns, readings, reading => new(reading.SensorId, default), TableAnswer.LimitOf(HttpContext, req));
        await TableAnswer.SendAsync(HttpContext, req, rows, Table.Envelope(), [], ct);
    }
}

/// <summary>The newest reading of a sensor.</summary>
internal sealed record LatestReading(string SensorId, DateTime MeasuredAt, double Value, string Unit);

internal sealed class ListLatestReadingsRequest : TableRequest;

internal sealed class ListLatestReadingsValidator : TableRequestValidator<ListLatestReadingsRequest>;
