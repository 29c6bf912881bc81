using System.Runtime.CompilerServices;
using IotAspire.Api.Features.Aggregates;
using IotAspire.Api.Features.Readings;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Quality;

/// <summary>How good the readings of sensors are: a row for each sensor and bucket, also for those without readings.</summary>
/// <exception cref="RequestRefusedException">The cursor belongs to another request.</exception>
internal sealed class QualityRows(
    RollupReader rollups, IReadOnlyList<SensorRow> sensors, IReadOnlyDictionary<uint, DateTime> firstAt, Buckets buckets, TimeRange range, StoredExtent extent, DateTime now, Cursor? after, int? limit) : RowSource<QualityBucket>(limit)
{
    private static readonly IReadOnlyList<FieldOf<QualityBucket>> Columns =
    [
        new(ReadingFields.SensorId, (rows, quality) => rows.Add(quality.Sensor.SensorId)),
        new(BucketFields.Start, (rows, quality) => rows.Add(quality.Bucket.Start)),
        new(BucketFields.End, (rows, quality) => rows.Add(quality.Bucket.End)),
        new(new("count", ValueKind.Integer, "Number of stored readings."), (rows, quality) => rows.Add(quality.All.Count)),
        new(new("expected", ValueKind.Integer, "Number of readings expected since the sensor's first reading and up to now; null if the sensor's interval is unknown.", IsNullable: true), (rows, quality) => rows.Add(quality.Expected)),
        new(BucketFields.Coverage with { Meaning = "Stored readings divided by expected readings, 0 to 1; null if none are expected or the interval is unknown." }, (rows, quality) => rows.Add(quality.Coverage)),
        new(new("duplicates", ValueKind.Integer, "Readings that were received again with the same value; stored once."), (rows, quality) => rows.Add(quality.All.Duplicates)),
        new(new("conflicts", ValueKind.Integer, "Readings that were received again with a different value; the first value is kept."), (rows, quality) => rows.Add(quality.All.Conflicts)),
        new(new("late", ValueKind.Integer, "Readings that arrived after their minute was closed."), (rows, quality) => rows.Add(quality.All.Late)),
        new(new("outOfRange", ValueKind.Integer, "Readings outside their sensor's range."), (rows, quality) => rows.Add(quality.All.OutOfRange)),
        new(new("ahead", ValueKind.Integer, "Readings whose clock was ahead: measured more than a minute after they were enqueued."), (rows, quality) => rows.Add(quality.All.Ahead)),
        new(new("gaps", ValueKind.Integer, "Number of runs of empty minutes that are longer than the sensor's interval explains."), (rows, quality) => rows.Add(quality.Gaps)),
        new(new("gapMinutes", ValueKind.Integer, "Number of minutes in gaps.", Unit: "min"), (rows, quality) => rows.Add(quality.GapMinutes)),
        new(new("flatMinutes", ValueKind.Integer, "Minutes in runs of 10 or more with an unchanged value.", Unit: "min"), (rows, quality) => rows.Add(quality.FlatMinutes)),
        new(new("score", ValueKind.Number, "0 to 100: 100 × coverage × (1 − outOfRange/count) × (1 − flatMinutes/minutes with readings) × (1 − conflicts/(count + conflicts)); null if no readings are expected or the interval is unknown.", IsNullable: true), (rows, quality) => rows.Add(quality.Score)),
    ];

    private readonly SensorRow? _begin = after is null ? null : SensorSelection.Find(sensors, after);

    /// <summary>The last one depends on how far what is stored reaches.</summary>
    public static readonly IReadOnlyList<Field> All = [.. Columns.Select(column => column.Field), BucketFields.Complete];

    public override IReadOnlyList<Field> Fields => All;

    protected override void Add(RowBuffer rows, QualityBucket item)
    {
        foreach (var column in Columns)
            column.Add(rows, item);
        rows.Add(extent.IsComplete(item.Bucket.End, item.All.LastLateAt) && item.Bucket.Start >= extent.MinuteCutoff);
    }

    protected override Cursor CursorOf(QualityBucket item) => new(item.Sensor.SensorId, item.Bucket.Start);

    protected override async IAsyncEnumerable<QualityBucket> ReadItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_begin is not null)
        {
            var from = after!.At < range.From ? range.From : buckets.At(after.At).End;
            await foreach (var quality in ReadAsync([_begin], range with { From = from }, cancellationToken))
                yield return quality;
        }

        await foreach (var quality in ReadAsync([.. sensors.Where(sensor => _begin is null || sensor.Id > _begin.Id)], range, cancellationToken))
            yield return quality;
    }

    private async IAsyncEnumerable<QualityBucket> ReadAsync(IReadOnlyList<SensorRow> some, TimeRange part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (part.IsEmpty)
            yield break;
        var maxMinutes = Limit is null ? (int?)null : (int)Math.Min(int.MaxValue, (Limit.Value + 1) * buckets.Size.Length.TotalMinutes);
        await using var minutes = rollups
            .ReadAsync(some, RollupLevel.Minute, part, RollupColumns.Extremes | RollupColumns.Faults, maxMinutes, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var isMore = await minutes.MoveNextAsync();
        foreach (var sensor in some)
        {
            // Of times to come only what a clock that runs ahead has sent.
            for (var bucket = buckets.At(part.From); bucket.Start < part.To && (bucket.Start < now || (isMore && minutes.Current.Sensor == sensor.Id)); bucket = buckets.At(bucket.End))
            {
                var quality = new QualityBucket(sensor, bucket, firstAt.TryGetValue(sensor.Id, out var first) ? first : null, now);
                while (isMore && minutes.Current.Sensor == sensor.Id && bucket.Contains(minutes.Current.BucketStart))
                {
                    quality.Add(minutes.Current);
                    isMore = await minutes.MoveNextAsync();
                }

                if (bucket.Start >= now && quality.All.Count == 0)
                    continue;
                quality.End();
                yield return quality;
            }
        }
    }
}
