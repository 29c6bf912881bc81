using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Reads the table <c>sensors</c>.</summary>
internal sealed class SensorQuery(MySqlDataSource dataSource)
{
    private const string Select =
        """
        SELECT `id`, `sensor_id`, `type`, `unit`, `latitude`, `longitude`, `range_min`, `range_max`, `description`, `expected_interval_ms`, `origin`
        FROM `sensors`
        """;

    private static readonly Statement List = new("list sensors", $"{Select} ORDER BY `id` LIMIT @max");
    private static readonly Statement Find = new("find sensors", $"{Select} WHERE (`sensor_id`) IN ({Statement.List}) ORDER BY `id`");

    /// <summary>The first sensors in the order of their keys; without a maximum, all.</summary>
    public async Task<List<SensorRow>> ListAsync(int? max, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = List.On(connection);
        command.Parameters.AddWithValue("@max", max ?? int.MaxValue);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Those of these ids that there are.</summary>
    public async Task<List<SensorRow>> FindAsync(IEnumerable<string> sensorIds, CancellationToken cancellationToken)
    {
        var ids = new ParameterRows();
        foreach (var sensorId in sensorIds)
            ids.Add(sensorId);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Find.On(connection, null, ids);
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<List<SensorRow>> ReadAsync(MySqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sensors = new List<SensorRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sensors.Add(new()
            {
                Id = reader.GetUInt32(0),
                SensorId = reader.GetString(1),
                Type = reader[2] as string,
                Unit = reader.GetString(3),
                Latitude = reader[4] as double?,
                Longitude = reader[5] as double?,
                RangeMinimum = reader[6] as double?,
                RangeMaximum = reader[7] as double?,
                Description = reader[8] as string,
                ExpectedIntervalMs = reader[9] as uint?,
                Origin = reader.GetString(10),
            });
        }

        return sensors;
    }
}
