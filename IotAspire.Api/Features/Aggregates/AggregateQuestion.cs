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
    public bool IsComplete(Bucket bucket) => bucket.End <= Extent.CompleteUntil && (Level is not null || bucket.Start >= Extent.RawCutoff);

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
