using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Features.Stored;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;

namespace IotAspire.Api.Features.Readings.Latest;

internal sealed class Endpoint(SensorSelection selection, DayReader days) : Endpoint<Request, Response>
{
    /// <summary>Its columns.</summary>
    public static readonly IReadOnlyList<FieldOf<LatestReading>> Columns =
    [
        new(ReadingFields.SensorId, (rows, reading) => rows.Add(reading.SensorId)),
        new(ReadingFields.MeasuredAt, (rows, reading) => rows.Add(reading.MeasuredAt)),
        new(ReadingFields.Value, (rows, reading) => rows.Add(reading.Value)),
        new(ReadingFields.Unit, (rows, reading) => rows.Add(reading.Unit)),
    ];

    public override void Configure()
    {
        Get("readings/latest");
        Summary(summary =>
        {
            summary.Summary = "The newest reading of each sensor";
            summary.ResponseExamples[StatusCodes.Status200OK] = new Response([new("kitchen-temperature", ExampleTimes.MeasuredAt, 21.53, "°C")], Next: null);
        });
        Description(endpoint => endpoint.WithTags("Readings").WithName("LatestReadings").AnswersTable<Response>(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        var sensors = SensorSelection.After(await selection.FindAsync(req, ct), Cursor.Of(req.Cursor));
        var newest = await days.NewestAsync(sensors, ct);
        var readings = sensors.Where(sensor => newest.ContainsKey(sensor.Id))
            .Select(sensor => new LatestReading(sensor.SensorId, newest[sensor.Id].LastAt, newest[sensor.Id].Last, sensor.Unit))
            .ToList();
        var rows = new ListRows<LatestReading>(
            Columns, readings, reading => new(reading.SensorId, default), TableAnswer.LimitOf(HttpContext, req));
        await TableAnswer.SendAsync(HttpContext, req, rows, new("readings", []), [], ct);
    }
}
