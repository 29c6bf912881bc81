using IotAspire.Storage.Model;
using IotAspire.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Tests.Aggregator;

/// <summary>Invariant 1: nothing lost, nothing counted twice.</summary>
internal static class StoredReadings
{
    private static readonly TimeSpan AllowedLateness = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="database">Where.</param>
    /// <param name="published">What.</param>
    /// <param name="mayRepeat">Whether the hub may hold events more often than was noted, because its answer was lost.</param>
    /// <summary>Compares the raw readings with those published, and every rollup with the same aggregate over raw.</summary>
    public static async Task VerifyAsync(IngestDatabase database, PublishedReadings published, bool mayRepeat = false)
    {
        var sensors = await database.QueryAsync(db => db.Sensors.ToDictionaryAsync(row => row.Id, Token));
        var raw = await database.QueryAsync(db => db.Readings.AsNoTracking().ToListAsync(Token));
        Assert.Equal(published.Distinct, raw.ToDictionary(row => (sensors[row.Sensor].SensorId, row.MeasuredAt), row => row.Value));
        var repeated = await VerifyRollupsAsync(database, raw);
        // An event that was stored again after a kill or by a former owner would show here.
        if (!mayRepeat)
            Assert.Equal(published.Duplicates + published.Conflicts, repeated);
    }

    /// <summary>Compares every rollup with the same aggregate over raw.</summary>
    /// <returns>How many readings came again, by the rollups' account.</returns>
    public static async Task<long> VerifyRollupsAsync(IngestDatabase database, List<ReadingRow> raw)
    {
        var sensors = await database.QueryAsync(db => db.Sensors.ToDictionaryAsync(row => row.Id, Token));
        var repeated = new HashSet<long>();
        foreach (var level in RollupLevel.All)
        {
            var rollups = (await database.RollupsAsync(level)).ToDictionary(row => (row.Sensor, row.BucketStart));
            var expected = raw.GroupBy(row => (row.Sensor, level.BucketStart(row.MeasuredAt))).ToList();
            Assert.Equal(expected.Select(bucket => bucket.Key).Order(), rollups.Keys.Order());
            repeated.Add(rollups.Values.Sum(row => row.Duplicates + row.Conflicts));
            foreach (var bucket in expected)
                Verify(level, [.. bucket.OrderBy(row => row.MeasuredAt)], sensors[bucket.Key.Sensor], rollups[bucket.Key]);
        }

        return Assert.Single(repeated);
    }

    private static void Verify(RollupLevel level, List<ReadingRow> raw, SensorRow sensor, RollupRow rollup)
    {
        var values = raw.ConvertAll(row => row.Value);
        var closed = rollup.BucketStart + level.Size + AllowedLateness;
        Assert.Equal((uint)raw.Count, rollup.Count);
        Assert.Equal((values.Min(), values.Max()), (rollup.Min, rollup.Max));
        Assert.Equal((values[0], raw[0].MeasuredAt), (rollup.First, rollup.FirstAt));
        Assert.Equal((values[^1], raw[^1].MeasuredAt), (rollup.Last, rollup.LastAt));
        Assert.Equal((uint)raw.Count(row => row.EnqueuedAt > closed), rollup.Late);
        Assert.Equal((uint)values.Count(value => value < sensor.RangeMinimum || value > sensor.RangeMaximum), rollup.OutOfRange);
        Assert.Equal((uint)raw.Count(row => row.MeasuredAt > row.EnqueuedAt.AddMinutes(1)), rollup.Ahead);
        var late = raw.Where(row => row.EnqueuedAt > RollupLevel.Minute.BucketStart(row.MeasuredAt) + RollupLevel.Minute.Size + AllowedLateness);
        Assert.Equal(late.Max(row => (DateTime?)row.EnqueuedAt), rollup.LastLateAt);
        Assert.Equal(values.Sum(), rollup.Sum, 1e-12 * values.Sum(Math.Abs));
        var mean = values.Average();
        var m2 = values.Sum(value => (value - mean) * (value - mean));
        // Equal values leave only what rounding leaves.
        Assert.Equal(m2, rollup.M2, (1e-9 * m2) + (1e-24 * values.Sum(value => value * value)));
    }
}
