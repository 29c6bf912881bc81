using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features.Aggregates.List;

internal sealed class Query(IotDbContext database, CompletenessQuery completeness)
{
    /// <param name="sensor">The sensor.</param>
    /// <param name="level">The size of the buckets.</param>
    /// <param name="range">Buckets that begin in it.</param>
    /// <param name="count">Most rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<AggregateResponse>> ListAsync(
        SensorRow sensor, RollupLevel level, TimeRange range, int count, CancellationToken cancellationToken)
    {
        // Asked first: what is stored meanwhile can only make a bucket more complete than it is called.
        var completeUntil = await completeness.CompleteUntilAsync(cancellationToken);
        var rows = await database.Rollups(level).AsNoTracking()
            .Where(row => row.Sensor == sensor.Id && row.BucketStart >= range.From && row.BucketStart < range.To)
            .OrderBy(row => row.BucketStart)
            .Take(count)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => Respond(sensor, level, row, completeUntil))];
    }

    private static AggregateResponse Respond(SensorRow sensor, RollupLevel level, RollupRow row, DateTime? completeUntil) => new(
        sensor.SensorId,
        row.BucketStart,
        row.BucketStart + level.Size,
        sensor.Unit,
        row.Count,
        row.Sum / row.Count,
        row.Min,
        row.Max,
        row.Sum,
        Math.Sqrt(row.M2 / row.Count),
        row.First,
        row.Last,
        row.BucketStart + level.Size <= completeUntil);
}
