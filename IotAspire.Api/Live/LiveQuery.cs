using System.Globalization;
using System.Text;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Live;

/// <summary>What the live stream asks the database. Every request is bounded by the sensors listened to and a piece of time.</summary>
internal sealed class LiveQuery(MySqlDataSource dataSource)
{
    // Each sensor is a separate range of the primary key; the optimizer plans this number at once without giving up on ranges.
    private const int SensorsPerQuery = 100;

    private const string FrontierSql =
        """
        SELECT `event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `last_enqueued_at`, `caught_up_at`, `lease_until` FROM `checkpoints`;
        SELECT `allowed_lateness_ms` FROM `retention`;
        SELECT CAST(COALESCE(SUM(`late`), 0) AS UNSIGNED) FROM `ingest_statistics`
        """;

    public async Task<Frontier> FrontierAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand(FrontierSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var checkpoints = new List<CheckpointRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            checkpoints.Add(new()
            {
                EventHub = reader.GetString(0),
                ConsumerGroup = reader.GetString(1),
                PartitionId = reader.GetString(2),
                Epoch = reader.GetUInt32(3),
                SequenceNumber = reader[4] as long?,
                LastEnqueuedAt = reader[5] as DateTime?,
                CaughtUpAt = reader[6] as DateTime?,
                LeaseUntil = reader[7] as DateTime?,
            });
        }

        await reader.NextResultAsync(cancellationToken);
        var lateness = await reader.ReadAsync(cancellationToken) ? TimeSpan.FromMilliseconds(reader.GetUInt32(0)) : TimeSpan.Zero;
        await reader.NextResultAsync(cancellationToken);
        var late = await reader.ReadAsync(cancellationToken) ? reader.GetUInt64(0) : 0;
        return Frontier.Of(checkpoints, lateness, late);
    }

    /// <summary>When the hub took each sensor's newest reading, found by way of its newest day; sensors without any are left out.</summary>
    public async Task<Dictionary<uint, DateTime>> NewestAsync(IReadOnlyList<WatchedSensor> sensors, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand(
            $"""
            SELECT r.`sensor`, r.`enqueued_at`
            FROM (SELECT `sensor`, MAX(`bucket_start`) AS `day` FROM `rollups_1d` WHERE `sensor` IN ({List(sensors)}) GROUP BY `sensor`) n
            JOIN `rollups_1d` d ON d.`sensor` = n.`sensor` AND d.`bucket_start` = n.`day`
            JOIN `readings` r ON r.`sensor` = d.`sensor` AND r.`measured_at` = d.`last_at`
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var newest = new Dictionary<uint, DateTime>();
        while (await reader.ReadAsync(cancellationToken))
            newest.Add(reader.GetUInt32(0), reader.GetDateTime(1));
        return newest;
    }

    /// <summary>Readings of sensors in the order in which the hub took them, from an instant of each sensor's own on.</summary>
    /// <param name="ranges">At most <see cref="SensorsPerQuery"/> of <see cref="Chunk"/>.</param>
    /// <param name="most">Most readings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<LiveReading>> ReadingsAsync(IReadOnlyList<LiveRange> ranges, int most, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        var conditions = new StringBuilder();
        for (var i = 0; i < ranges.Count; i++)
        {
            conditions.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " OR ")}(`sensor` = {ranges[i].Sensor} AND `measured_at` >= @m{i} AND `enqueued_at` >= @e{i})");
            command.Parameters.AddWithValue($"@m{i}", ranges[i].MeasuredFrom);
            command.Parameters.AddWithValue($"@e{i}", ranges[i].EnqueuedFrom);
        }

        command.CommandText =
            $"SELECT `sensor`, `measured_at`, `value`, `enqueued_at`, `flags` FROM `readings` WHERE {conditions} ORDER BY `enqueued_at`, `sensor`, `measured_at` LIMIT {most}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var readings = new List<LiveReading>();
        while (await reader.ReadAsync(cancellationToken))
            readings.Add(new(reader.GetUInt32(0), reader.GetDateTime(1), reader.GetDouble(2), reader.GetDateTime(3), (ReadingQuality)reader.GetByte(4)));
        return readings;
    }

    /// <summary>Buckets that end after one instant and not after another, oldest first.</summary>
    public async Task<List<RollupRow>> BucketsAsync(
        IReadOnlyList<WatchedSensor> sensors, RollupLevel level, DateTime after, DateTime until, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand(
            $"""
            SELECT `sensor`, `bucket_start`, `count`, `sum`, `m2`, `min`, `max`, `first`, `last` FROM `{level.Table}`
            WHERE `sensor` IN ({List(sensors)}) AND `bucket_start` > @after AND `bucket_start` <= @until
            ORDER BY `bucket_start`, `sensor`
            """,
            connection);
        command.Parameters.AddWithValue("@after", after - level.Size);
        command.Parameters.AddWithValue("@until", until - level.Size);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var buckets = new List<RollupRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            buckets.Add(new()
            {
                Sensor = reader.GetUInt32(0),
                BucketStart = reader.GetDateTime(1),
                Count = reader.GetUInt32(2),
                Sum = reader.GetDouble(3),
                M2 = reader.GetDouble(4),
                Min = reader.GetDouble(5),
                Max = reader.GetDouble(6),
                First = reader.GetDouble(7),
                Last = reader.GetDouble(8),
            });
        }

        return buckets;
    }

    /// <summary>Sensors as many as one request takes.</summary>
    public static IEnumerable<T[]> Chunk<T>(IEnumerable<T> sensors) => sensors.Chunk(SensorsPerQuery);

    private static string List(IReadOnlyList<WatchedSensor> sensors) => string.Join(',', sensors.Select(sensor => sensor.Id));
}

/// <summary>Which readings of a sensor.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="MeasuredFrom">None measured before; what makes the range of the primary key.</param>
/// <param name="EnqueuedFrom">None enqueued before.</param>
internal readonly record struct LiveRange(uint Sensor, DateTime MeasuredFrom, DateTime EnqueuedFrom)
{
    private static readonly DateTime First = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Minute = RollupLevel.Minute.Size;

    /// <summary>
    /// A reading that isn't late was enqueued no later than the end of its minute and the allowed lateness: that much before, and
    /// what a late one may be later, nothing older has to be looked at.
    /// </summary>
    public static LiveRange Of(uint sensor, DateTime? enqueuedFrom, TimeSpan lateness) =>
        enqueuedFrom is { } from ? new(sensor, from - Minute - lateness, from) : new(sensor, First, First);
}
