using System.Globalization;
using IotAspire.Api.Times;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>What has to be read for a request, and how it becomes rows.</summary>
/// <param name="Series">In the order of the answer.</param>
/// <param name="Buckets">How time is cut.</param>
/// <param name="Range">Of whole buckets.</param>
/// <param name="Parts">What is read.</param>
/// <param name="Functions">In the order of the columns.</param>
/// <param name="Fill">What stands for a bucket without readings.</param>
/// <param name="Now">When it was asked.</param>
internal sealed record AggregatePlan(
    IReadOnlyList<Series> Series,
    Buckets Buckets,
    TimeRange Range,
    PartPlan Parts,
    IReadOnlyList<AggregateFunction> Functions,
    GapFill Fill,
    DateTime Now)
{
    /// <summary>Whether the values themselves are needed.</summary>
    public bool NeedsValues { get; } = Functions.Any(function => function.IsFromRaw);

    public double BucketCount => Range.Length / Buckets.Size.Length;

    /// <summary>Whether nothing more is to come for the bucket, and what it is computed from is kept.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="lastLateAt">When the hub took the newest reading of it that was late for its minute.</param>
    public bool IsComplete(Bucket bucket, DateTime lastLateAt) => Parts.Extent.IsComplete(bucket.End, lastLateAt) && !(bucket.Start < AvailableFrom);

    /// <summary>From when on what the answer is computed from is kept; null where that is all of the range.</summary>
    public DateTime? AvailableFrom => Range.From < Parts.KeptFrom ? Parts.KeptFrom : null;

    /// <summary>Whether the rows depend on nothing that is stored outside the range.</summary>
    public bool HasVersion => Fill != GapFill.Previous;

    /// <summary>
    /// Version of the rows for the ETag. Readings are only ever added, so their number tells whether the rows have changed. Rows also depend
    /// on which buckets are complete, on the retention, and on the current time while the range isn't over.
    /// </summary>
    public string Version(ReadingEstimate readings)
    {
        var series = string.Join(' ', Series.Select(one => $"{one.Key} {one.ExpectedRate:R} {string.Join(',', one.Sensors.Select(sensor => sensor.Id))}"));
        var settledAt = readings.LastLateAt > Range.To ? readings.LastLateAt : Range.To;
        var completeUntil = Parts.Extent.CompleteUntil < settledAt ? Parts.Extent.CompleteUntil : Parts.Extent.CompleteUntil is null ? null : settledAt;
        var now = Now < Range.To ? Now : Range.To;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Range.From:O} {Range.To:O} {Buckets.Size.Name} {Buckets.Zone.Id} {Parts.Source} {Fill} {string.Join(' ', Functions.Select(function => function.Field.Name))} {completeUntil:O} {AvailableFrom:O} {now:O} {readings.Count} {series}");
    }

    /// <summary>Readings of times to come, which clocks that run ahead send: they stand for none that should have come by now.</summary>
    public long CountInFuture(in RollupPart part) => part.BucketStart > Now ? part.Count
        : part.BucketStart + (Parts.Level?.Size ?? TimeSpan.Zero) > Now ? part.Ahead
        : 0;

    /// <summary>The part of the readings expected so far that is stored; not a number where none were expected.</summary>
    /// <param name="expectedRate">Readings per second.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="count">Readings that are stored and whose time has come.</param>
    public double Coverage(double expectedRate, Bucket bucket, long count)
    {
        var end = bucket.End < Now ? bucket.End : Now;
        var expected = (end - bucket.Start).TotalSeconds * expectedRate;
        return expected > 0 ? Math.Min(1, count / expected) : double.NaN;
    }
}
