using IotAspire.Api.Features.Stored;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Refuses what would cost more than a question may.</summary>
internal sealed class AggregateCost(ReadingCount counts)
{
    /// <summary>The raw readings that the question is about, or a few more; 0 where it needs none.</summary>
    public async Task<long> RawAsync(AggregateQuestion question, CancellationToken cancellationToken)
    {
        if (question.Range.IsEmpty || (question.Level is not null && !question.IsWithinRange))
            return 0;
        IReadOnlyList<SensorRow> sensors = [.. question.Series.SelectMany(series => series.Sensors).OrderBy(sensor => sensor.Id)];
        return question.Level is null
            ? (await counts.CountAboutAsync(sensors, question.Range, cancellationToken)).Count
            : await counts.CountBesideOutOfRangeAsync(sensors, question.Range, cancellationToken);
    }

    /// <exception cref="QuestionRefusedException">Too much.</exception>
    public static void Check(AggregateQuestion question, long raw, bool isWide)
    {
        var cells = (long)Math.Ceiling(question.BucketCount) * question.Series.Count;
        QueryCost.CheckRaw(
            raw,
            "read",
            question.NeedsValues
                ? "percentiles are computed from raw readings: ask for a shorter range or fewer sensors, or for min, max, avg and stddev"
                : question.Level is not null ? "readings out of range are left out by reading the minutes that hold some: ask for a shorter range or fewer sensors"
                : "ask for buckets of 1m or more, a shorter range or fewer sensors");
        if (question.Level is { } level)
        {
            var sensors = question.Series.Sum(series => (long)series.Sensors.Count);
            var rollups = (long)Math.Ceiling(question.Range.Length / level.Size) * sensors;
            QueryCost.Check("bucket", rollups, QueryCost.MaxRollups, $"rollups of {level.Name} would have to be read", "ask for longer buckets, a shorter range or fewer sensors");
        }

        if (question.Fill != GapFill.None)
            QueryCost.Check("fill", cells, QueryCost.MaxFilled, "rows would be made", "ask for longer buckets, a shorter range or fewer sensors, or fill=none");
        if (isWide)
            QueryCost.Check("shape", cells * question.Functions.Count, QueryCost.MaxWide, "cells would be made", "ask for longer buckets, a shorter range, fewer sensors or functions, or shape=long");
    }
}
