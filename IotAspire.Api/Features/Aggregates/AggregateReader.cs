using System.Runtime.CompilerServices;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Computes the buckets that hold readings, by series and time, from what is cheapest to read.</summary>
internal sealed class AggregateReader(PartReader parts, LastBefore lastBefore, ReadingCount counts)
{
    /// <summary>Version of the rows for the ETag; null if there is none.</summary>
    public async Task<string?> VersionAsync(AggregatePlan plan, CancellationToken cancellationToken) =>
        plan.HasVersion
            ? plan.Version(await counts.EstimateAsync([.. plan.Series.SelectMany(series => series.Sensors).OrderBy(sensor => sensor.Id)], plan.Range, cancellationToken))
            : null;

    /// <param name="plan">What to read.</param>
    /// <param name="firstSeries">Where to begin.</param>
    /// <param name="firstRange">Of that series.</param>
    /// <param name="maxRows">How many rows the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<AggregateRow> ReadAsync(
        AggregatePlan plan, int firstSeries, TimeRange firstRange, int? maxRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ComeOneByOne(plan.Series))
        {
            // Series that are sensors come one after the other, many from one statement.
            var begun = Enumerable.Range(firstSeries, Math.Min(1, plan.Series.Count - firstSeries)).ToList();
            var rest = Enumerable.Range(firstSeries + begun.Count, plan.Series.Count - firstSeries - begun.Count).ToList();
            // The first alone only where it isn't read from the beginning.
            if (firstRange == plan.Range)
                (begun, rest) = ([], [.. begun, .. rest]);
            await foreach (var row in OneByOneAsync(plan, begun, firstRange, maxRows, cancellationToken))
                yield return row;
            await foreach (var row in OneByOneAsync(plan, rest, plan.Range, maxRows, cancellationToken))
                yield return row;
        }
        else
        {
            for (var series = firstSeries; series < plan.Series.Count; series++)
            {
                var range = series == firstSeries ? firstRange : plan.Range;
                foreach (var row in await TogetherAsync(plan, series, range, cancellationToken))
                    yield return row;
            }
        }
    }

    /// <summary>The last bucket before the request's range that holds readings of a series, as far back as they are kept.</summary>
    public async Task<AggregateRow?> ReadBeforeAsync(AggregatePlan plan, int series, CancellationToken cancellationToken)
    {
        var sensors = plan.Series[series].Sensors;
        var level = plan.Parts.Level;
        var before = plan.Range.From;
        while (await lastBefore.FindAsync(sensors, level, new(plan.Parts.KeptFrom, before), plan.Parts.IsWithinRange, cancellationToken) is { } last)
        {
            var bucket = plan.Buckets.At(last);
            var range = new TimeRange(bucket.Start, bucket.End);
            // Where clocks went otherwise then, finer rollups make the bucket.
            if (level is not null && !plan.Parts.IsWithinRange && plan.Buckets.LevelFor(range) is { } finer && finer.Size < level.Size)
            {
                (level, before) = (finer, last + level.Size < before ? last + level.Size : before);
                continue;
            }

            var asked = plan with { Series = [plan.Series[series]], Range = range, Parts = plan.Parts with { Level = level }, Fill = GapFill.None };
            await foreach (var row in ReadAsync(asked, 0, range, maxRows: 1, cancellationToken))
                return row with { Series = series };
            return null;
        }

        return null;
    }

    // Types and places are in the order of their names, which isn't that in which their sensors are read.
    private static bool ComeOneByOne(IReadOnlyList<Series> series) =>
        series.All(one => one.Sensors.Count == 1) && series.Zip(series.Skip(1)).All(pair => pair.First.Sensors[0].Id < pair.Second.Sensors[0].Id);

    private async IAsyncEnumerable<AggregateRow> OneByOneAsync(
        AggregatePlan plan, List<int> series, TimeRange range, int? maxRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (series.Count == 0 || range.IsEmpty)
            yield break;
        var sensors = series.ConvertAll(index => plan.Series[index].Sensors[0]);
        var at = 0;
        var bucket = new BucketBuilder(plan);
        await foreach (var part in parts.ReadAsync(plan.Parts, sensors, range, MaxParts(plan, maxRows), cancellationToken))
        {
            var belongsTo = plan.Buckets.At(part.BucketStart);
            if (bucket.Count > 0 && (part.Sensor != sensors[at].Id || belongsTo != bucket.Bucket))
                yield return bucket.End(series[at]);
            while (sensors[at].Id != part.Sensor)
                at++;
            bucket.Bucket = belongsTo;
            bucket.Add(part);
        }

        if (bucket.Count > 0)
            yield return bucket.End(series[at]);
    }

    /// <summary>The sensors of a series come one after the other; so its buckets are held until the last has come.</summary>
    private async Task<IEnumerable<AggregateRow>> TogetherAsync(AggregatePlan plan, int series, TimeRange range, CancellationToken cancellationToken)
    {
        var buckets = new SortedDictionary<DateTime, BucketBuilder>();
        if (range.IsEmpty)
            return [];
        await foreach (var part in parts.ReadAsync(plan.Parts, plan.Series[series].Sensors, range, null, cancellationToken))
        {
            var belongsTo = plan.Buckets.At(part.BucketStart);
            if (!buckets.TryGetValue(belongsTo.Start, out var bucket))
                buckets.Add(belongsTo.Start, bucket = new(plan) { Bucket = belongsTo });
            bucket.Add(part);
        }

        return buckets.Values.Select(bucket => bucket.End(series));
    }

    private static int? MaxParts(AggregatePlan plan, int? maxRows) =>
        maxRows * plan.Parts.PartsPer(plan.Buckets.Size.Length) is { } parts ? (int)Math.Min(int.MaxValue, parts) : null;
}
