using System.Globalization;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>A sensor's newest day with readings.</summary>
/// <param name="Last">Value of its newest reading.</param>
/// <param name="LastAt">When that was measured.</param>
/// <param name="FirstAt">When the day's first reading was measured.</param>
/// <param name="Count">The day's readings.</param>
internal sealed record NewestDay(double Last, DateTime LastAt, DateTime FirstAt, long Count);

/// <summary>All that a sensor has ever sent.</summary>
internal sealed record Lifetime(DateTime FirstAt, long Count);

/// <summary>Reads from the days' rollups what concerns a sensor as a whole: the raw table would have to be searched in every partition.</summary>
internal sealed class DayReader(MySqlDataSource dataSource)
{
    private static readonly TimeRange Ever = new(DateTime.UnixEpoch, new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>By the sensors' numbers; a sensor without readings has none.</summary>
    public async Task<Dictionary<uint, NewestDay>> NewestAsync(IReadOnlyList<SensorRow> sensors, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<uint, NewestDay>();
        await ReadAsync(
            sensors,
            """
                SELECT r.`sensor`, r.`last`, r.`last_at`, r.`first_at`, r.`count` FROM `rollups_1d` r
                JOIN (SELECT `sensor`, MAX(`bucket_start`) AS `bucket_start` FROM `rollups_1d` WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to GROUP BY `sensor`) n
                  ON n.`sensor` = r.`sensor` AND n.`bucket_start` = r.`bucket_start`
                """,
            row => newest[row.GetUInt32(0)] = new(row.GetDouble(1), row.GetDateTime(2), row.GetDateTime(3), row.GetUInt32(4)),
            cancellationToken);
        return newest;
    }

    /// <summary>By the sensors' numbers; a sensor without readings has none. Costs one row per sensor and day.</summary>
    public async Task<Dictionary<uint, Lifetime>> LifetimesAsync(IReadOnlyList<SensorRow> sensors, CancellationToken cancellationToken)
    {
        var lifetimes = new Dictionary<uint, Lifetime>();
        await ReadAsync(
            sensors,
            "SELECT `sensor`, MIN(`first_at`), SUM(`count`) FROM `rollups_1d` WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to GROUP BY `sensor`",
            row => lifetimes[row.GetUInt32(0)] = new(row.GetDateTime(1), Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture)),
            cancellationToken);
        return lifetimes;
    }

    private async Task ReadAsync(
        IReadOnlyList<SensorRow> sensors, string shape, Action<MySqlDataReader> take, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in SensorChunks.Of(sensors, 0, null).Where(chunk => chunk.Count > 0))
        {
            await using var command = await PreparedStatements.PrepareAsync(connection, shape, chunk, Ever, null, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                take(reader);
        }
    }
}
