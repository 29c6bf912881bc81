using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Aggregates;

internal sealed class ListAggregates(SensorSelection selection, StoredState state, AggregateReader reader, AggregateCost cost, TimeProvider clock) : Endpoint<ListAggregatesRequest>
{
    public static readonly TableDescription Table = new(
        "Aggregate",
        "Aggregates of a series in a bucket; in the wide shape, of all series in a bucket.",
        "aggregates",
        "By series and time; in the wide shape, by time. Buckets are never cut; edges selects those that belong to the range.",
        [
            RequestedRange.From,
            RequestedRange.To,
            RequestedRange.Bucket,
            RequestedRange.TimeZone,
            new("source", ValueKind.Text, "Tables that the values were computed from: rollups_1m, rollups_1h, rollups_1d, readings, or rollups_1m and readings."),
            new(
                "availableFrom",
                ValueKind.Instant,
                "If not null, older source data of the answer has been deleted; longer buckets are kept longer.",
                IsNullable: true),
        ],
        [
            .. Grouping.All.Select(grouping => LongRows.Describe(grouping, AggregateFunction.Plain, GapFill.None)),
            // It has just the functions asked for.
            LongRows.Describe(Grouping.Sensor, [], GapFill.Previous),
            WideRows.Describe([]),
        ],
        new(
            "",
            ValueKind.Number,
            "A percentile, such as p99. In the wide shape, a column named after the series, followed by the function if there are several, or if the series is named complete or coverage.",
            IsNullable: true));

    // An hour of minutes, two and a half days of hours, two months of days.
    private const int DefaultBuckets = 60;
    private static readonly BucketSize DefaultSize = BucketSize.Find(RollupLevel.Minute.Name)!;

    public override void Configure()
    {
        Get("aggregates");
        Summary(summary =>
        {
            summary.Summary = "Aggregates of a time range by bucket";
            summary.ResponseExamples[StatusCodes.Status200OK] = new
            {
                from = ExampleTimes.Start,
                to = ExampleTimes.End,
                bucket = "1h",
                timeZone = "UTC",
                source = "rollups_1h",
                availableFrom = (DateTime?)null,
                aggregates = new[]
                {
                    new
                    {
                        sensorId = "kitchen-temperature",
                        bucketStart = ExampleTimes.Start,
                        bucketEnd = ExampleTimes.End,
                        unit = "°C",
                        count = 3600,
                        avg = 21.5,
                        min = 20.9,
                        max = 22.1,
                        sum = 77_400,
                        stddev = 0.3,
                        first = 21.1,
                        last = 21.9,
                        complete = true,
                        coverage = 1,
                    },
                },
                next = (string?)null,
            };
        });
        Description(endpoint => endpoint.WithTags("Aggregates").WithName("ListAggregates").AnswersTable(Table, StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(ListAggregatesRequest req, CancellationToken ct)
    {
        var grouping = req.GroupBy is null ? Grouping.Sensor : Grouping.Find(req.GroupBy)!;
        var sensors = await selection.FindAsync(req, ct);
        var zone = TimeZones.Find(req.TimeZone)!;
        var asked = req.Bucket == BucketSize.Auto ? null : req.Bucket is null ? DefaultSize : BucketSize.Find(req.Bucket);
        var range = RequestedRange.Of(req, zone, asked is null ? BucketSize.Day.Length : asked.Length * DefaultBuckets, clock);
        var size = asked ?? Buckets.Fitting(range, zone, req.MaxPoints ?? ListAggregatesRequest.DefaultPoints, MinInterval(sensors));
        var extent = await state.GetAsync(ct);

        var isWithinRange = req.OutOfRange == ListAggregatesRequest.Exclude;

        AggregatePlan Ask(BucketSize size)
        {
            var buckets = new Buckets(size, zone);
            var whole = req.Cut(buckets, range);
            IReadOnlyList<AggregateFunction> functions = req.Functions is null
                ? AggregateFunction.Plain
                : [.. ListAggregatesValidator.Split(req.Functions).Select(name => AggregateFunction.Find(name)!)];
            var level = functions.Any(function => function.IsFromRaw) ? null : buckets.LevelFor(whole);
            var fill = req.Fill is null ? GapFill.None : ListAggregatesValidator.FindFill(req.Fill)!.Value;
            var columns = functions.Aggregate(RollupColumns.None, (columns, function) => columns | function.Needs);
            return new(grouping.SeriesOf(sensors), buckets, whole, PartPlan.Of(level, isWithinRange, columns, extent), functions, fill, clock.GetUtcNow().UtcDateTime);
        }

        var plan = Ask(size);
        var raw = await cost.RawAsync(plan, ct);
        // A caller that leaves the choice to the API must get an answer.
        if (asked is null && plan.Parts.Level is null && raw > QueryCost.MaxRaw && !plan.NeedsValues)
            raw = await cost.RawAsync(plan = Ask(DefaultSize), ct);
        AggregateCost.Check(plan, raw, req.Shape == ListAggregatesRequest.Wide);
        await SendAsync(req, plan, grouping, range, ct);
    }

    private Task SendAsync(ListAggregatesRequest request, AggregatePlan plan, Grouping grouping, TimeRange range, CancellationToken cancellationToken)
    {
        var limit = TableAnswer.LimitOf(HttpContext, request);
        var after = Cursor.Of(request.Cursor);
        RowSource rows = request.Shape == ListAggregatesRequest.Wide
            ? new WideRows(reader, plan, after, limit)
            : new LongRows(reader, plan, grouping, after, limit);
        TableAnswer.SetAvailableFrom(HttpContext, plan.AvailableFrom);
        // The next page must have the same buckets, however many readings have arrived by then.
        KeyValuePair<string, string>[] resolvedParameters = [.. Paging.Spell(range), new("bucket", plan.Buckets.Size.Name)];
        var envelope = Table.Envelope(
            range.From, range.To, plan.Buckets.Size.Name, plan.Buckets.Zone.Id, plan.Parts.Source, plan.AvailableFrom);
        return TableAnswer.SendAsync(HttpContext, request, rows, envelope, resolvedParameters, cancellationToken);
    }

    private static TimeSpan MinInterval(IReadOnlyList<SensorRow> sensors) =>
        TimeSpan.FromMilliseconds(sensors.Select(sensor => sensor.ExpectedIntervalMs ?? 0).DefaultIfEmpty(0u).Min());
}
