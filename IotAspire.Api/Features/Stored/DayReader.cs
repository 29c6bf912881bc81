using System.Globalization;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>A sensor's newest day with readings, without those of times to come, which clocks that run ahead send.</summary>
/// <param name="Last">Value of its newest reading.</param>
/// <param name="LastAt">When that was measured.</param>
/// <param name="FirstAt">When the day's first reading was measured.</param>
/// <param name="Count">The day's readings.</param>
internal sealed record NewestDay(double Last, DateTime LastAt, DateTime FirstAt, long Count);

/// <summary>The newest days of sensors, by the sensors' numbers.</summary>
/// <param name="Days">A sensor without readings has none.</param>
/// <param name="AheadUntil">When the newest of a sensor's readings of times to come was measured; a sensor without any has none.</param>
internal sealed record NewestDays(Dictionary<uint, NewestDay> Days, Dictionary<uint, DateTime> AheadUntil);

/// <summary>All that a sensor has ever sent.</summary>
internal sealed record Lifetime(DateTime FirstAt, long Count);

/// <summary>Reads from the days' rollups what concerns a sensor as a whole: the raw table would have to be searched in every partition.</summary>
internal sealed class DayReader(MySqlDataSource dataSource, TimeProvider clock)
{
    private const string NewestDay =
        """
        SELECT r.`sensor`, r.`last`, r.`last_at`, r.`first_at`, r.`count` FROM `rollups_1d` r
        JOIN (SELECT `sensor`, MAX(`bucket_start`) AS `bucket_start` FROM `rollups_1d` WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to GROUP BY `sensor`) n
          ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
        """;

    // Of a day's minutes; the last value is that of the newest.
    private const string NewestMinutes =
        """
        SELECT r.`sensor`, r.`last`, r.`last_at`, n.`first_at`, n.`count` FROM `rollups_1m` r
        JOIN (
          SELECT `sensor`, MAX(`bucket_start`) AS `bucket_start`, MIN(`first_at`) AS `first_at`, CAST(SUM(`count`) AS UNSIGNED) AS `count`
          FROM `rollups_1m` WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to GROUP BY `sensor`
        ) n ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
        """;

    private static readonly TimeRange Ever = new(DateTime.UnixEpoch, new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Readings of the minute under way count; those of later ones, which come from clocks that run ahead, do not.</summary>
    public async Task<NewestDays> NewestAsync(IReadOnlyList<SensorRow> sensors, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (today, end) = (RollupLevel.Day.BucketStart(now), RollupLevel.Minute.BucketStart(now) + RollupLevel.Minute.Size);
        var newest = await NewestAsync(sensors, NewestDay, Ever, cancellationToken);
        IReadOnlyList<SensorRow> ahead = [.. sensors.Where(sensor => newest.TryGetValue(sensor.Id, out var day) && day.LastAt >= end)];
        var aheadUntil = ahead.ToDictionary(sensor => sensor.Id, sensor => newest[sensor.Id].LastAt);
        if (ahead.Count == 0)
            return new(newest, aheadUntil);
        var minutes = await NewestAsync(ahead, NewestMinutes, new(today, end), cancellationToken);
        // Today they have sent nothing but readings of times to come.
        IReadOnlyList<SensorRow> others = [.. ahead.Where(sensor => !minutes.ContainsKey(sensor.Id))];
        var before = await NewestAsync(others, NewestDay, Ever with { To = today }, cancellationToken);
        foreach (var sensor in ahead)
        {
            if (minutes.TryGetValue(sensor.Id, out var day) || before.TryGetValue(sensor.Id, out day))
                newest[sensor.Id] = day;
            else
                newest.Remove(sensor.Id);
        }

        return new(newest, aheadUntil);
    }

    /// <summary>When each sensor's first reading was measured, by the sensors' numbers; a sensor without readings has none.</summary>
    public async Task<Dictionary<uint, DateTime>> FirstAsync(IReadOnlyList<SensorRow> sensors, CancellationToken cancellationToken)
    {
        var first = new Dictionary<uint, DateTime>();
        await ReadAsync(
            sensors,
            """
            SELECT r.`sensor`, r.`first_at` FROM `rollups_1d` r
            JOIN (SELECT `sensor`, MIN(`bucket_start`) AS `bucket_start` FROM `rollups_1d` WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to GROUP BY `sensor`) n
              ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
            """,
            Ever,
            row => first[row.GetUInt32(0)] = row.GetDateTime(1),
            cancellationToken);
        return first;
    }

    /// <summary>By the sensors' numbers; a sensor without readings has none. Costs one row per sensor and day.</summary>
    public async Task<Dictionary<uint, Lifetime>> LifetimesAsync(IReadOnlyList<SensorRow> sensors, CancellationToken cancellationToken)
    {
        var lifetimes = new Dictionary<uint, Lifetime>();
        await ReadAsync(
            sensors,
            "SELECT `sensor`, MIN(`first_at`), SUM(`count`) FROM `rollups_1d` WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to GROUP BY `sensor`",
            Ever,
            row => lifetimes[row.GetUInt32(0)] = new(row.GetDateTime(1), Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture)),
            cancellationToken);
        return lifetimes;
    }

    private async Task<Dictionary<uint, NewestDay>> NewestAsync(IReadOnlyList<SensorRow> sensors, string shape, TimeRange range, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<uint, NewestDay>();
        await ReadAsync(
            sensors,
            shape,
            range,
            row => newest[row.GetUInt32(0)] = new(row.GetDouble(1), row.GetDateTime(2), row.GetDateTime(3), Convert.ToInt64(row.GetValue(4), CultureInfo.InvariantCulture)),
            cancellationToken);
        return newest;
    }

    private async Task ReadAsync(
        IReadOnlyList<SensorRow> sensors, string shape, TimeRange range, Action<MySqlDataReader> take, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in SensorChunks.Of(sensors, 0, null).Where(chunk => chunk.Count > 0))
        {
            await using var command = await PreparedStatements.PrepareAsync(connection, shape, chunk, range, null, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                take(reader);
        }
    }
}
