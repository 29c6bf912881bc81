using System.Runtime.CompilerServices;
using IotAspire.Api.Features.Stored;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Computes the buckets that hold readings, by series and time, from what is cheapest to read.</summary>
internal sealed class AggregateReader(RollupReader rollups, ReadingReader readings, WithinRangeReader withinRange, LastBefore lastBefore, ReadingCount counts)
{
    /// <summary>Another one whenever the rows are others; null where there is none.</summary>
    public async Task<string?> VersionAsync(AggregateQuestion question, CancellationToken cancellationToken) =>
        question.HasVersion
            ? question.Version(await counts.CountAboutAsync([.. question.Series.SelectMany(series => series.Sensors).OrderBy(sensor => sensor.Id)], question.Range, cancellationToken))
            : null;

    /// <param name="question">What is asked.</param>
    /// <param name="firstSeries">Where to begin.</param>
    /// <param name="firstRange">Of that series.</param>
    /// <param name="mostRows">How many rows the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<AggregateRow> ReadAsync(
        AggregateQuestion question, int firstSeries, TimeRange firstRange, int? mostRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ComeOneByOne(question.Series))
        {
            // Series that are sensors come one after the other, many from one statement.
            var begun = Enumerable.Range(firstSeries, Math.Min(1, question.Series.Count - firstSeries)).ToList();
            var rest = Enumerable.Range(firstSeries + begun.Count, question.Series.Count - firstSeries - begun.Count).ToList();
            // The first alone only where it isn't read from the beginning.
            if (firstRange == question.Range)
                (begun, rest) = ([], [.. begun, .. rest]);
            await foreach (var row in OneByOneAsync(question, begun, firstRange, mostRows, cancellationToken))
                yield return row;
            await foreach (var row in OneByOneAsync(question, rest, question.Range, mostRows, cancellationToken))
                yield return row;
        }
        else
        {
            for (var series = firstSeries; series < question.Series.Count; series++)
            {
                var range = series == firstSeries ? firstRange : question.Range;
                foreach (var row in await TogetherAsync(question, series, range, cancellationToken))
                    yield return row;
            }
        }
    }

    /// <summary>The last bucket before the question's range that holds readings of a series, as far back as they are kept.</summary>
    public async Task<AggregateRow?> ReadBeforeAsync(AggregateQuestion question, int series, CancellationToken cancellationToken)
    {
        var sensors = question.Series[series].Sensors;
        var level = question.Level;
        var before = question.Range.From;
        while (await lastBefore.FindAsync(sensors, level, new(question.KeptFrom, before), question.IsWithinRange, cancellationToken) is { } last)
        {
            var bucket = question.Buckets.At(last);
            var range = new TimeRange(bucket.Start, bucket.End);
            // Where clocks went otherwise then, finer rollups make the bucket.
            if (level is not null && !question.IsWithinRange && question.Buckets.LevelFor(range) is { } finer && finer.Size < level.Size)
            {
                (level, before) = (finer, last + level.Size < before ? last + level.Size : before);
                continue;
            }

            var asked = question with { Series = [question.Series[series]], Range = range, Level = level, Fill = GapFill.None };
            await foreach (var row in ReadAsync(asked, 0, range, mostRows: 1, cancellationToken))
                return row with { Series = series };
            return null;
        }

        return null;
    }

    // Types and places are in the order of their names, which isn't that in which their sensors are read.
    private static bool ComeOneByOne(IReadOnlyList<Series> series) =>
        series.All(one => one.Sensors.Count == 1) && series.Zip(series.Skip(1)).All(pair => pair.First.Sensors[0].Id < pair.Second.Sensors[0].Id);

    private async IAsyncEnumerable<AggregateRow> OneByOneAsync(
        AggregateQuestion question, List<int> series, TimeRange range, int? mostRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (series.Count == 0 || range.IsEmpty)
            yield break;
        var sensors = series.ConvertAll(index => question.Series[index].Sensors[0]);
        var at = 0;
        var bucket = new BucketInMaking(question);
        await foreach (var part in PartsAsync(question, sensors, range, mostRows, cancellationToken))
        {
            var belongsTo = question.Buckets.At(part.BucketStart);
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
    private async Task<IEnumerable<AggregateRow>> TogetherAsync(AggregateQuestion question, int series, TimeRange range, CancellationToken cancellationToken)
    {
        var buckets = new SortedDictionary<DateTime, BucketInMaking>();
        if (range.IsEmpty)
            return [];
        await foreach (var part in PartsAsync(question, question.Series[series].Sensors, range, null, cancellationToken))
        {
            var belongsTo = question.Buckets.At(part.BucketStart);
            if (!buckets.TryGetValue(belongsTo.Start, out var bucket))
                buckets.Add(belongsTo.Start, bucket = new(question) { Bucket = belongsTo });
            bucket.Add(part);
        }

        return buckets.Values.Select(bucket => bucket.End(series));
    }

    private IAsyncEnumerable<RollupPart> PartsAsync(
        AggregateQuestion question, IReadOnlyList<SensorRow> sensors, TimeRange range, int? mostRows, CancellationToken cancellationToken)
    {
        if (question.AvailableFrom > range.From)
            range = range with { From = question.AvailableFrom.Value };
        if (question.Level is { } level && !question.IsWithinRange)
        {
            return rollups.ReadAsync(sensors, level, range, question.Columns, MaxRollups(question, level, mostRows), cancellationToken);
        }

        if (question.Level is not null)
            return withinRange.ReadAsync(sensors, range, MaxRollups(question, RollupLevel.Minute, mostRows), cancellationToken);
        return RawAsync(sensors, range, question.IsWithinRange ? ReadingFilter.WithinRange : ReadingFilter.None, cancellationToken);
    }

    // The number of rollups in one row of the answer.
    private static int? MaxRollups(AggregateQuestion question, RollupLevel level, int? mostRows) =>
        mostRows is null ? null : (int)Math.Min(int.MaxValue, mostRows.Value * Math.Max(1, question.Buckets.Size.Length / level.Size));

    private async IAsyncEnumerable<RollupPart> RawAsync(
        IReadOnlyList<SensorRow> sensors, TimeRange range, ReadingFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var reading in readings.ReadAsync(sensors, range, filter, isDescending: false, after: null, mostRows: null, cancellationToken))
            yield return RollupPart.Of(reading);
    }
}
