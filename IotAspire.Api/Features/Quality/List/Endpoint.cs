using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Features.Stored;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Quality.List;

internal sealed class Endpoint(SensorSelection selection, StoredState state, DayReader days, RollupReader rollups, TimeProvider clock) : Endpoint<Request, Response>
{
    public override void Configure()
    {
        Get("quality");
        Summary(summary =>
        {
            summary.Summary = "How good readings are, by sensor and bucket";
            summary.ResponseExamples[StatusCodes.Status200OK] = new Response(
                ExampleTimes.Start,
                ExampleTimes.End,
                "1h",
                "UTC",
                AvailableFrom: null,
                [
                    new(
                        "kitchen-temperature", ExampleTimes.Start, ExampleTimes.End, Count: 3540, Expected: 3600, Coverage: 0.983, Duplicates: 12, Conflicts: 0, Late: 40,
                        OutOfRange: 3, Ahead: 0, Gaps: 1, GapMinutes: 1, FlatMinutes: 0, Score: 98.2, Complete: true),
                ],
                Next: null);
        });
        Description(endpoint => endpoint.WithTags("Quality").WithName("ListQuality").AnswersTable<Response>(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        var sensors = await selection.FindAsync(req, ct);
        var zone = TimeZones.Find(req.TimeZone)!;
        var size = req.Bucket is null ? BucketSize.Day : BucketSize.Find(req.Bucket)!;
        var range = AskedRange.Of(req, zone, BucketSize.Day.Length, clock);
        var extent = await state.GetAsync(ct);
        var buckets = new Buckets(size, zone);
        var whole = req.Cut(buckets, range);
        var minutes = (long)Math.Ceiling(whole.Length / RollupLevel.Minute.Size) * sensors.Count;
        QueryCost.Check("from", minutes, QueryCost.MostRollups, "rollups of 1m would have to be read", "ask for a shorter range or fewer sensors");
        var rows = new QualityRows(
            rollups, sensors, await days.FirstAsync(sensors, ct), buckets, whole, extent, clock.GetUtcNow().UtcDateTime, Cursor.Of(req.Cursor), TableAnswer.LimitOf(HttpContext, req));
        var availableFrom = whole.From < extent.MinuteCutoff ? extent.MinuteCutoff : (DateTime?)null;
        TableAnswer.SayAvailableFrom(HttpContext, availableFrom);
        var about = new AnswerAbout(
            "quality",
            [new("from", range.From), new("to", range.To), new("bucket", size.Name), new("timeZone", zone.Id), new("availableFrom", availableFrom)]);
        await TableAnswer.SendAsync(HttpContext, req, rows, about, Paging.Spell(range), ct);
    }
}
