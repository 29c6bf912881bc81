using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Refuses what would cost more than a request may.</summary>
internal sealed class AggregateCost(ReadingCount counts)
{
    /// <summary>The raw readings that the request is about, or a few more; 0 where it needs none.</summary>
    public async Task<long> RawAsync(AggregatePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Range.IsEmpty || !plan.Parts.NeedsRaw)
            return 0;
        IReadOnlyList<SensorRow> sensors = [.. plan.Series.SelectMany(series => series.Sensors).OrderBy(sensor => sensor.Id)];
        return plan.Parts.Level is null
            ? (await counts.EstimateAsync(sensors, plan.Range, cancellationToken)).Count
            : await counts.CountInMixedMinutesAsync(sensors, plan.Range, cancellationToken);
    }

    /// <exception cref="RequestRefusedException">Too much.</exception>
    public static void Check(AggregatePlan plan, long raw, bool isWide)
    {
        var cells = (long)Math.Ceiling(plan.BucketCount) * plan.Series.Count;
        QueryCost.CheckRaw(
            raw,
            "read",
            plan.NeedsValues
                ? "percentiles are computed from raw readings: ask for a shorter range or fewer sensors, or for min, max, avg and stddev"
                : plan.Parts.Level is not null ? "to exclude readings out of range, the minutes that contain some are read: request a shorter range or fewer sensors"
                : "ask for buckets of 1m or more, a shorter range or fewer sensors");
        if (plan.Parts.Level is { } level)
        {
            var sensors = plan.Series.Sum(series => (long)series.Sensors.Count);
            var rollups = (long)Math.Ceiling(plan.Range.Length / level.Size) * sensors;
            QueryCost.Check("bucket", rollups, QueryCost.MaxRollups, $"rollups of {level.Name} would have to be read", "ask for longer buckets, a shorter range or fewer sensors");
        }

        if (plan.Fill != GapFill.None)
            QueryCost.Check("fill", cells, QueryCost.MaxFilled, "rows would be added", "ask for longer buckets, a shorter range or fewer sensors, or fill=none");
        if (isWide)
            QueryCost.Check("shape", cells * plan.Functions.Count, QueryCost.MaxWide, "cells would be created", "ask for longer buckets, a shorter range, fewer sensors or functions, or shape=long");
    }
}
