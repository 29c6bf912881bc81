using System.Runtime.CompilerServices;
using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>The statements on the table <c>sensors</c>.</summary>
internal static class SensorStatements
{
    public static async Task UpsertAsync(MySqlConnection connection, Sensor[] sensors, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        var rows = new RowsText(command);
        foreach (var sensor in sensors)
        {
            rows.Add(
                sensor.SensorId, sensor.Type, sensor.Unit, sensor.Latitude, sensor.Longitude, sensor.Range.Minimum,
                sensor.Range.Maximum, sensor.Description, (uint)sensor.Interval.TotalMilliseconds, SensorOrigin.Catalogue);
        }

        command.CommandText =
            $"""
            INSERT INTO `sensors` (`sensor_id`, `type`, `unit`, `latitude`, `longitude`, `range_min`, `range_max`, `description`, `expected_interval_ms`, `origin`)
            VALUES {rows}
            ON DUPLICATE KEY UPDATE `type` = VALUES(`type`), `unit` = VALUES(`unit`), `latitude` = VALUES(`latitude`),
              `longitude` = VALUES(`longitude`), `range_min` = VALUES(`range_min`), `range_max` = VALUES(`range_max`),
              `description` = VALUES(`description`), `expected_interval_ms` = VALUES(`expected_interval_ms`), `origin` = VALUES(`origin`)
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task InsertMissingAsync(
        MySqlConnection connection, KeyValuePair<string, string>[] unitOfSensor, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        var rows = new RowsText(command);
        // In key order, so that two processes that meet the same sensors wait for each other instead of deadlocking.
        foreach (var (sensorId, unit) in unitOfSensor.OrderBy(sensor => sensor.Key, StringComparer.Ordinal))
            rows.Add(sensorId, unit, SensorOrigin.Reading);
        command.CommandText =
            $"INSERT INTO `sensors` (`sensor_id`, `unit`, `origin`) VALUES {rows} ON DUPLICATE KEY UPDATE `sensors`.`id` = `sensors`.`id`";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many sensors the table has because a reading named them.</summary>
    public static async Task<long> CountRegisteredAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT COUNT(*) FROM `sensors` WHERE `origin` = @origin", connection);
        command.Parameters.AddWithValue("@origin", SensorOrigin.Reading);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async IAsyncEnumerable<(string SensorId, SensorEntry Entry)> ReadAsync(
        MySqlConnection connection, string[] sensorIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        var keys = new RowsText(command);
        foreach (var sensorId in sensorIds)
            keys.Add(sensorId);
        command.CommandText = $"SELECT `sensor_id`, `id`, `unit`, `range_min`, `range_max` FROM `sensors` WHERE (`sensor_id`) IN ({keys})";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            SensorRange? range = reader.IsDBNull(3) || reader.IsDBNull(4) ? null : new(reader.GetDouble(3), reader.GetDouble(4));
            yield return (reader.GetString(0), new(reader.GetUInt32(1), reader.GetString(2), range));
        }
    }
}
