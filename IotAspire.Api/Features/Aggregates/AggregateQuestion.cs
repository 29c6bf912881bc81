using System.Globalization;
using IotAspire.Api.Features.Stored;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>What is asked, worked out.</summary>
/// <param name="Series">In the order of the answer.</param>
/// <param name="Buckets">How time is cut.</param>
/// <param name="Range">Of whole buckets.</param>
/// <param name="Level">The coarsest exact rollups; null: raw readings.</param>
/// <param name="Functions">In the order of the columns.</param>
/// <param name="Fill">What stands for a bucket without readings.</param>
/// <param name="Extent">How far what is stored reaches.</param>
/// <param name="Now">When it was asked.</param>
internal sealed record AggregateQuestion(
    IReadOnlyList<Series> Series,
    Buckets Buckets,
    TimeRange Range,
    RollupLevel? Level,
    IReadOnlyList<AggregateFunction> Functions,
    GapFill Fill,
    StoredExtent Extent,
    DateTime Now)
{
    /// <summary>What of rollups must be read.</summary>
    public RollupColumns Columns { get; } = Functions.Aggregate(RollupColumns.None, (columns, function) => columns | function.Needs);

    /// <summary>Whether the values themselves are needed.</summary>
    public bool NeedsValues { get; } = Functions.Any(function => function.IsFromRaw);

    public double BucketCount => Range.Length / Buckets.Size.Length;

    /// <summary>Whether everything that was measured in the bucket in time is in its values, so that they stay as they are.</summary>
    public bool IsComplete(Bucket bucket) => bucket.End <= Extent.CompleteUntil && !(bucket.Start < AvailableFrom);

    /// <summary>From when on what the answer is computed from is kept; null where all of the range is.</summary>
    public DateTime? AvailableFrom => Level is null && Range.From < Extent.RawCutoff ? Extent.RawCutoff
        : Level == RollupLevel.Minute && Range.From < Extent.MinuteCutoff ? Extent.MinuteCutoff
        : null;

    /// <summary>
    /// The same only where the rows are, if as many readings are stored about its range: readings are only ever added. Beside them
    /// rows depend on what is complete, on what is kept, and on now as long as the range isn't over.
    /// </summary>
    public string Version(long readings)
    {
        var series = string.Join(' ', Series.Select(one => $"{one.Key} {one.ExpectedRate:R} {string.Join(',', one.Sensors.Select(sensor => sensor.Id))}"));
        var completeUntil = Extent.CompleteUntil < Range.To ? Extent.CompleteUntil : Extent.CompleteUntil is null ? null : Range.To;
        var now = Now < Range.To ? Now : Range.To;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Range.From:O} {Range.To:O} {Buckets.Size.Name} {Buckets.Zone.Id} {Level?.Table} {Fill} {string.Join(' ', Functions.Select(function => function.Field.Name))} {completeUntil:O} {AvailableFrom:O} {now:O} {readings} {series}");
    }

    /// <summary>The part of the readings expected so far that is stored; not a number where none were expected.</summary>
    public double Coverage(Series series, Bucket bucket, long count)
    {
        var end = bucket.End < Now ? bucket.End : Now;
        var expected = (end - bucket.Start).TotalSeconds * series.ExpectedRate;
        return expected > 0 ? Math.Min(1, count / expected) : double.NaN;
    }
}

/// <summary>A row of the answer.</summary>
/// <param name="Series">Its place in the question.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Count">Readings; 0 for a bucket without.</param>
/// <param name="Values">Of the functions; not a number where there is none.</param>
internal readonly record struct AggregateRow(int Series, Bucket Bucket, long Count, double[] Values);
