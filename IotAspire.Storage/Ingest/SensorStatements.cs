using System.Runtime.CompilerServices;
using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>The statements on the table <c>sensors</c>.</summary>
internal static class SensorStatements
{
    private static readonly Statement Upsert = new(
        "store catalogue",
        $"""
        INSERT INTO `sensors` (`sensor_id`, `type`, `unit`, `latitude`, `longitude`, `range_min`, `range_max`, `description`, `expected_interval_ms`, `origin`)
        VALUES {Statement.List}
        ON DUPLICATE KEY UPDATE `type` = VALUES(`type`), `unit` = VALUES(`unit`), `latitude` = VALUES(`latitude`),
          `longitude` = VALUES(`longitude`), `range_min` = VALUES(`range_min`), `range_max` = VALUES(`range_max`),
          `description` = VALUES(`description`), `expected_interval_ms` = VALUES(`expected_interval_ms`), `origin` = VALUES(`origin`)
        """);

    private static readonly Statement InsertMissing = new(
        "register sensors", $"INSERT INTO `sensors` (`sensor_id`, `unit`, `origin`) VALUES {Statement.List} ON DUPLICATE KEY UPDATE `sensors`.`id` = `sensors`.`id`");

    private static readonly Statement CountRegistered = new("count registered sensors", "SELECT COUNT(*) FROM `sensors` WHERE `origin` = @origin");

    private static readonly Statement Read = new(
        "read sensor entries", $"SELECT `sensor_id`, `id`, `unit`, `range_min`, `range_max` FROM `sensors` WHERE (`sensor_id`) IN ({Statement.List})");

    public static async Task UpsertAsync(MySqlConnection connection, Sensor[] sensors, CancellationToken cancellationToken)
    {
        var rows = new ParameterRows();
        foreach (var sensor in sensors)
        {
            rows.Add(
                sensor.SensorId, sensor.Type, sensor.Unit, sensor.Latitude, sensor.Longitude, sensor.Range.Minimum,
                sensor.Range.Maximum, sensor.Description, (uint)sensor.Interval.TotalMilliseconds, SensorOrigin.Catalogue);
        }

        await using var command = Upsert.On(connection, null, rows);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task InsertMissingAsync(
        MySqlConnection connection, KeyValuePair<string, string>[] unitOfSensor, CancellationToken cancellationToken)
    {
        var rows = new ParameterRows();
        // In key order, so that two processes that meet the same sensors wait for each other instead of deadlocking.
        foreach (var (sensorId, unit) in unitOfSensor.OrderBy(sensor => sensor.Key, StringComparer.Ordinal))
            rows.Add(sensorId, unit, SensorOrigin.Reading);
        await using var command = InsertMissing.On(connection, null, rows);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many sensors the table has because a reading named them.</summary>
    public static async Task<long> CountRegisteredAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = CountRegistered.On(connection);
        command.Parameters.AddWithValue("@origin", SensorOrigin.Reading);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async IAsyncEnumerable<(string SensorId, SensorEntry Entry)> ReadAsync(
        MySqlConnection connection, string[] sensorIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = new ParameterRows();
        foreach (var sensorId in sensorIds)
            keys.Add(sensorId);
        await using var command = Read.On(connection, null, keys);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            SensorRange? range = reader.IsDBNull(3) || reader.IsDBNull(4) ? null : new(reader.GetDouble(3), reader.GetDouble(4));
            yield return (reader.GetString(0), new(reader.GetUInt32(1), reader.GetString(2), range));
        }
    }
}

/// <summary>What storing a reading needs to know of its sensor.</summary>
/// <param name="Id">Key in <c>sensors</c>.</param>
/// <param name="Unit">The only unit that its readings may have.</param>
/// <param name="Range">Null while no catalogue describes it.</param>
internal sealed record SensorEntry(uint Id, string Unit, SensorRange? Range);
