using System.Globalization;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Removes a sensor that has no reading and no rollup. Writers of readings hold keys of sensors in memory; each of their batches
/// compares the generation that this raises, so none is stored under a key that is gone.
/// </summary>
public sealed class SensorRemoval(MySqlDataSource dataSource)
{
    // The longest-kept first: its counts include what the others have dropped.
    private static readonly Statement[] Counts =
    [
        .. RollupLevel.All.Reverse().Select(level => new Statement(
            $"count readings by {level.Table}", $"SELECT COUNT(*), CAST(COALESCE(SUM(`count`), 0) AS UNSIGNED) FROM `{level.Table}` WHERE `sensor` = @id")),
        new("count readings of sensor", "SELECT COUNT(*), COUNT(*) FROM `readings` WHERE `sensor` = @id"),
    ];

    private static readonly Statement Remove = new("remove sensor", "CALL `remove_sensor`(@sensorId)");
    private static readonly Statement Find = new("find sensor key", "SELECT `id` FROM `sensors` WHERE `sensor_id` = @sensorId");

    /// <summary>Removes it, or nothing.</summary>
    /// <param name="sensorId">Its id.</param>
    /// <param name="cancellationToken">Gives up; nothing is removed then.</param>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>.</exception>
    public async Task<SensorRemovalResult> RemoveAsync(string sensorId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // Most refusals are found here, without making any batch wait.
        if (await FindObstacleAsync(connection, sensorId, cancellationToken) is { } refused)
            return refused;
        await using var remove = Remove.On(connection);
        remove.Parameters.AddWithValue("@sensorId", sensorId);
        var isRemoved = Convert.ToBoolean(await remove.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        // Its first readings have been stored since.
        return !isRemoved && await FindObstacleAsync(connection, sensorId, cancellationToken) is { } obstacle ? obstacle : new(SensorRemovalOutcome.Removed, 0);
    }

    private static async Task<SensorRemovalResult?> FindObstacleAsync(MySqlConnection connection, string sensorId, CancellationToken cancellationToken)
    {
        await using var find = Find.On(connection);
        find.Parameters.AddWithValue("@sensorId", sensorId);
        if (await find.ExecuteScalarAsync(cancellationToken) is not uint id)
            return new(SensorRemovalOutcome.Unknown, 0);
        foreach (var statement in Counts)
        {
            await using var count = statement.On(connection);
            count.Parameters.AddWithValue("@id", id);
            await using var reader = await count.ExecuteReaderAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken) && reader.GetInt64(0) > 0)
                return new(SensorRemovalOutcome.HasReadings, reader.GetInt64(1));
        }

        return null;
    }
}

/// <summary>What became of a removal.</summary>
public enum SensorRemovalOutcome
{
    /// <summary>The sensor is gone.</summary>
    Removed,

    /// <summary>There is no such sensor.</summary>
    Unknown,

    /// <summary>It has readings or rollups, and stays.</summary>
    HasReadings,
}

/// <summary>What became of a removal, and why.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Readings">How many readings of it were stored, counted by its longest-kept rollups.</param>
public sealed record SensorRemovalResult(SensorRemovalOutcome Outcome, long Readings);
