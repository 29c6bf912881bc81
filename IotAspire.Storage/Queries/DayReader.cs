using System.Globalization;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

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
    private const string Range = $"{Statement.List} AND `bucket_start` >= @from AND `bucket_start` < @to";

    private static readonly Statement NewestDayOf = new(
        "read newest days",
        $"""
        SELECT r.`sensor`, r.`last`, r.`last_at`, r.`first_at`, r.`count` FROM `rollups_1d` r
        JOIN (SELECT `sensor`, MAX(`bucket_start`) AS `bucket_start` FROM `rollups_1d` WHERE {Range} GROUP BY `sensor`) n
          ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
        """);

    // The last value is that of the newest minute.
    private static readonly Statement NewestMinutesOf = new(
        "read newest minutes of a day",
        $"""
        SELECT r.`sensor`, r.`last`, r.`last_at`, n.`first_at`, n.`count` FROM `rollups_1m` r
        JOIN (
          SELECT `sensor`, MAX(`bucket_start`) AS `bucket_start`, MIN(`first_at`) AS `first_at`, CAST(SUM(`count`) AS UNSIGNED) AS `count`
          FROM `rollups_1m` WHERE {Range} GROUP BY `sensor`
        ) n ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
        """);

    private static readonly Statement First = new(
        "read first readings",
        $"""
        SELECT r.`sensor`, r.`first_at` FROM `rollups_1d` r
        JOIN (SELECT `sensor`, MIN(`bucket_start`) AS `bucket_start` FROM `rollups_1d` WHERE {Range} GROUP BY `sensor`) n
          ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
        """);

    private static readonly Statement Lifetimes = new(
        "read lifetimes of sensors", $"SELECT `sensor`, MIN(`first_at`), SUM(`count`) FROM `rollups_1d` WHERE {Range} GROUP BY `sensor`");

    private static readonly TimeRange Ever = new(DateTime.UnixEpoch, new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Readings of the minute under way count; those of later ones, which come from clocks that run ahead, do not.</summary>
    public async Task<NewestDays> NewestAsync(IReadOnlyList<SensorRow> sensors, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (today, end) = (RollupLevel.Day.BucketStart(now), RollupLevel.Minute.BucketStart(now) + RollupLevel.Minute.Size);
        var newest = await NewestAsync(sensors, NewestDayOf, Ever, cancellationToken);
        IReadOnlyList<SensorRow> ahead = [.. sensors.Where(sensor => newest.TryGetValue(sensor.Id, out var day) && day.LastAt >= end)];
        var aheadUntil = ahead.ToDictionary(sensor => sensor.Id, sensor => newest[sensor.Id].LastAt);
        if (ahead.Count == 0)
            return new(newest, aheadUntil);
        var minutes = await NewestAsync(ahead, NewestMinutesOf, new(today, end), cancellationToken);
        // Today they have sent nothing but readings of times to come.
        IReadOnlyList<SensorRow> others = [.. ahead.Where(sensor => !minutes.ContainsKey(sensor.Id))];
        var before = await NewestAsync(others, NewestDayOf, Ever with { To = today }, cancellationToken);
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
            First,
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
            Lifetimes,
            Ever,
            row => lifetimes[row.GetUInt32(0)] = new(row.GetDateTime(1), Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture)),
            cancellationToken);
        return lifetimes;
    }

    private async Task<Dictionary<uint, NewestDay>> NewestAsync(IReadOnlyList<SensorRow> sensors, Statement statement, TimeRange range, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<uint, NewestDay>();
        await ReadAsync(
            sensors,
            statement,
            range,
            row => newest[row.GetUInt32(0)] = new(row.GetDouble(1), row.GetDateTime(2), row.GetDateTime(3), Convert.ToInt64(row.GetValue(4), CultureInfo.InvariantCulture)),
            cancellationToken);
        return newest;
    }

    private async Task ReadAsync(
        IReadOnlyList<SensorRow> sensors, Statement statement, TimeRange range, Action<MySqlDataReader> take, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in SensorStatement.Chunk(sensors))
        {
            await using var command = await statement.PrepareAsync(connection, chunk, range, null, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                take(reader);
        }
    }
}
