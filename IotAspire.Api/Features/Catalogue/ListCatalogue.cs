using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Catalogue;

internal sealed class ListCatalogue(SensorSelection selection, DayReader days, TimeProvider clock) : Endpoint<ListCatalogueRequest>
{
    public static readonly TableDescription Table = new(
        "CatalogueEntry",
        "A sensor with statistics of its readings.",
        "catalogue",
        "In the order in which the sensors were registered.",
        [],
        [[.. DescribedSensor.Columns.Select(column => column.Field)]]);

    public override void Configure()
    {
        Get("catalogue");
        Summary(summary =>
        {
            summary.Summary = "The sensors with first and last reading, count, rate and freshness";
            summary.ResponseExamples[StatusCodes.Status200OK] = new
            {
                catalogue = new[]
                {
                    new
                    {
                        sensorId = "kitchen-temperature",
                        type = "temperature",
                        unit = "°C",
                        latitude = 85,
                        longitude = 20,
                        rangeMinimum = 0,
                        rangeMaximum = 45,
                        description = "Kitchen",
                        expectedIntervalMs = 1000,
                        origin = "catalogue",
                        firstReadingAt = ExampleTimes.Start.AddDays(-7),
                        lastReadingAt = ExampleTimes.MeasuredAt,
                        readingCount = 604_802,
                        ratePerSecond = 1,
                        freshnessSeconds = 0.8,
                        aheadSeconds = (double?)null,
                    },
                },
                next = (string?)null,
            };
        });
        Description(endpoint => endpoint.WithTags("Catalogue").WithName("ListCatalogue").AnswersTable(Table, StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(ListCatalogueRequest req, CancellationToken ct)
    {
        var limit = TableAnswer.LimitOf(HttpContext, req);
        var sensors = SensorSelection.After(await selection.FindAsync(req, ct), Cursor.Of(req.Cursor));
        // One more than asked for tells whether there is a next page.
        sensors = [.. sensors.Take(limit is null ? sensors.Count : limit.Value + 1)];
        var newest = await days.NewestAsync(sensors, ct);
        var lifetimes = await days.LifetimesAsync(sensors, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var entries = sensors
            .Select(sensor => new DescribedSensor(
                sensor, newest.Days.GetValueOrDefault(sensor.Id), newest.AheadUntil.TryGetValue(sensor.Id, out var ahead) ? ahead : null, lifetimes.GetValueOrDefault(sensor.Id), now))
            .ToList();
        var rows = new ListRows<DescribedSensor>(DescribedSensor.Columns, entries, entry => new(entry.Sensor.SensorId, default), limit);
        await TableAnswer.SendAsync(HttpContext, req, rows, Table.Envelope(), [], ct);
    }
}

internal sealed class ListCatalogueRequest : TableRequest;

internal sealed class ListCatalogueValidator : TableRequestValidator<ListCatalogueRequest>;
