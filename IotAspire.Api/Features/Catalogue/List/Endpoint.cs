using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Features.Stored;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;

namespace IotAspire.Api.Features.Catalogue.List;

internal sealed class Endpoint(SensorSelection selection, DayReader days, TimeProvider clock) : Endpoint<Request, Response>
{
    public override void Configure()
    {
        Get("catalogue");
        Summary(summary =>
        {
            summary.Summary = "The sensors with first and last reading, count, rate and freshness";
            summary.ResponseExamples[StatusCodes.Status200OK] = new Response(
                [
                    new(
                        "kitchen-temperature", "temperature", "°C", 85, 20, 0, 45, "Kitchen", 1000, "catalogue",
                        ExampleTimes.Start.AddDays(-7), ExampleTimes.MeasuredAt, ReadingCount: 604_802, RatePerSecond: 1, FreshnessSeconds: 0.8, AheadSeconds: null),
                ],
                Next: null);
        });
        Description(endpoint => endpoint.WithTags("Catalogue").WithName("ListCatalogue").AnswersTable<Response>(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        var limit = TableAnswer.LimitOf(HttpContext, req);
        var sensors = SensorSelection.After(await selection.FindAsync(req, ct), Cursor.Of(req.Cursor));
        // One more than asked for tells whether there is a next page.
        sensors = [.. sensors.Take(limit is null ? sensors.Count : limit.Value + 1)];
        var newest = await days.NewestAsync(sensors, ct);
        var lifetimes = await days.LifetimesAsync(sensors, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var entries = sensors
            .Select(sensor => new Described(sensor, newest.GetValueOrDefault(sensor.Id), lifetimes.GetValueOrDefault(sensor.Id), now))
            .ToList();
        var rows = new ListRows<Described>(Described.Columns, entries, entry => new(entry.Sensor.SensorId, default), limit);
        await TableAnswer.SendAsync(HttpContext, req, rows, new("catalogue", []), [], ct);
    }
}
