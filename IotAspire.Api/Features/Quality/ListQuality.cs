using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Quality;

internal sealed class ListQuality(SensorSelection selection, StoredState state, DayReader days, RollupReader rollups, TimeProvider clock) : Endpoint<ListQualityRequest>
{
    public static readonly TableDescription Table = new(
        "Quality",
        "Data quality of a sensor's readings in a bucket.",
        "quality",
        "By sensor and time, up to now. Buckets are never cut; edges selects those that belong to the range.",
        [
            RequestedRange.From,
            RequestedRange.To,
            RequestedRange.Bucket,
            RequestedRange.TimeZone,
            new("availableFrom", ValueKind.Instant, "If not null, minutes before this instant have been dropped and their quality is unknown.", IsNullable: true),
        ],
        [QualityRows.All]);

    public override void Configure()
    {
        Get("quality");
        Summary(summary =>
        {
            summary.Summary = "Data quality by sensor and bucket";
            summary.ResponseExamples[StatusCodes.Status200OK] = new
            {
                from = ExampleTimes.Start,
                to = ExampleTimes.End,
                bucket = "1h",
                timeZone = "UTC",
                availableFrom = (DateTime?)null,
                quality = new[]
                {
                    new
                    {
                        sensorId = "kitchen-temperature",
                        bucketStart = ExampleTimes.Start,
                        bucketEnd = ExampleTimes.End,
                        count = 3540,
                        expected = 3600,
                        coverage = 0.983,
                        duplicates = 12,
                        conflicts = 0,
                        late = 40,
                        outOfRange = 3,
                        ahead = 0,
                        gaps = 1,
                        gapMinutes = 1,
                        flatMinutes = 0,
                        score = 98.2,
                        complete = true,
                    },
                },
                next = (string?)null,
            };
        });
        Description(endpoint => endpoint.WithTags("Quality").WithName("ListQuality").AnswersTable(Table, StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(ListQualityRequest req, CancellationToken ct)
    {
        var sensors = await selection.FindAsync(req, ct);
        var zone = TimeZones.Find(req.TimeZone)!;
        var size = req.Bucket is null ? BucketSize.Day : BucketSize.Find(req.Bucket)!;
        var range = RequestedRange.Of(req, zone, BucketSize.Day.Length, clock);
        var extent = await state.GetAsync(ct);
        var buckets = new Buckets(size, zone);
        var whole = req.Cut(buckets, range);
        var minutes = (long)Math.Ceiling(whole.Length / RollupLevel.Minute.Size) * sensors.Count;
        QueryCost.Check("from", minutes, QueryCost.MaxRollups, "rollups of 1m would have to be read", "ask for a shorter range or fewer sensors");
        var rows = new QualityRows(
            rollups, sensors, await days.FirstAsync(sensors, ct), buckets, whole, extent, clock.GetUtcNow().UtcDateTime, Cursor.Of(req.Cursor), TableAnswer.LimitOf(HttpContext, req));
        var availableFrom = whole.From < extent.MinuteCutoff ? extent.MinuteCutoff : (DateTime?)null;
        TableAnswer.SetAvailableFrom(HttpContext, availableFrom);
        var envelope = Table.Envelope(range.From, range.To, size.Name, zone.Id, availableFrom);
        await TableAnswer.SendAsync(HttpContext, req, rows, envelope, Paging.Spell(range), ct);
    }
}

internal sealed class ListQualityRequest : BucketRequest
{
    [QueryParam, AllowedValues("1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "1w", "1mo"), Description("Length of a bucket; days, weeks (from Monday) and months are those of the time zone. Default: 1d.")]
    public string? Bucket { get; set; }
}

internal sealed class ListQualityValidator(TimeProvider clock) : RangeRequestValidator<ListQualityRequest>(clock);
