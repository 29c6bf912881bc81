using System.Globalization;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>What the live stream reads. Every query is bounded by the sensors that somebody listens to and a piece of time.</summary>
internal sealed class LiveQuery(MySqlDataSource dataSource)
{
    // Each sensor is a separate range of the primary key; the optimizer plans this number at once without giving up on ranges.
    private const int SensorsPerQuery = 100;

    private static readonly Statement ReadFrontier = new(
        "read live frontier",
        $"{StreamProgress.Select}; SELECT `allowed_lateness_ms` FROM `retention`; SELECT CAST(COALESCE(SUM(`late`), 0) AS UNSIGNED) FROM `ingest_statistics`");

    private static readonly Statement ReadNewest = new(
        "read newest enqueued times",
        $"""
        SELECT r.`sensor`, r.`enqueued_at`
        FROM (SELECT `sensor`, MAX(`bucket_start`) AS `day` FROM `rollups_1d` WHERE `sensor` IN ({Statement.List}) GROUP BY `sensor`) n
        JOIN `rollups_1d` d ON d.`sensor` = n.`sensor` AND d.`bucket_start` = n.`day`
        JOIN `readings` r ON r.`sensor` = d.`sensor` AND r.`measured_at` = d.`last_at`
        """);

    private static readonly Statement ReadReadings = new(
        "read live readings",
        $"SELECT `sensor`, `measured_at`, `value`, `enqueued_at`, `flags` FROM `readings` WHERE {Statement.List} ORDER BY `enqueued_at`, `sensor`, `measured_at` LIMIT @max");

    private static readonly Dictionary<RollupLevel, Statement> ReadBuckets = RollupLevel.All.ToDictionary(level => level, level => new Statement(
        $"read closed buckets of {level.Table}",
        $"""
        SELECT `sensor`, `bucket_start`, `count`, `sum`, `m2`, `min`, `max`, `first`, `last` FROM `{level.Table}`
        WHERE `sensor` IN ({Statement.List}) AND `bucket_start` > @after AND `bucket_start` <= @until
        ORDER BY `bucket_start`, `sensor`
        """));

    public async Task<Frontier> FrontierAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = ReadFrontier.On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var progress = await StreamProgress.ReadAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var lateness = await reader.ReadAsync(cancellationToken) ? TimeSpan.FromMilliseconds(reader.GetUInt32(0)) : TimeSpan.Zero;
        await reader.NextResultAsync(cancellationToken);
        var late = await reader.ReadAsync(cancellationToken) ? reader.GetUInt64(0) : 0;
        return new(progress.Version, progress.StoredUntil, lateness, late);
    }

    /// <summary>When the hub took each sensor's newest reading, found by way of its newest day; sensors without any are left out.</summary>
    public async Task<Dictionary<uint, DateTime>> NewestAsync(IEnumerable<uint> sensors, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = ReadNewest.On(connection, null, string.Join(',', sensors));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var newest = new Dictionary<uint, DateTime>();
        while (await reader.ReadAsync(cancellationToken))
            newest.Add(reader.GetUInt32(0), reader.GetDateTime(1));
        return newest;
    }

    /// <summary>Readings in the order in which the hub took them, from the instant of each range on.</summary>
    /// <param name="ranges">At most <see cref="SensorsPerQuery"/> of <see cref="Chunk"/>.</param>
    /// <param name="max">Maximum number of readings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<StoredReading>> ReadingsAsync(IReadOnlyList<LiveRange> ranges, int max, CancellationToken cancellationToken)
    {
        var conditions = ranges.Select((range, i) => string.Create(CultureInfo.InvariantCulture, $"(`sensor` = {range.Sensor} AND `measured_at` >= @m{i} AND `enqueued_at` >= @e{i})"));
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = ReadReadings.On(connection, null, string.Join(" OR ", conditions));
        for (var i = 0; i < ranges.Count; i++)
        {
            command.Parameters.AddWithValue($"@m{i}", ranges[i].MeasuredFrom);
            command.Parameters.AddWithValue($"@e{i}", ranges[i].EnqueuedFrom);
        }

        command.Parameters.AddWithValue("@max", max);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var readings = new List<StoredReading>();
        while (await reader.ReadAsync(cancellationToken))
            readings.Add(new(reader.GetUInt32(0), reader.GetDateTime(1), reader.GetDouble(2), reader.GetDateTime(3), (ReadingQuality)reader.GetByte(4)));
        return readings;
    }

    /// <summary>Buckets that end after one instant and not after another, oldest first.</summary>
    public async Task<List<RollupRow>> BucketsAsync(
        IEnumerable<uint> sensors, RollupLevel level, DateTime after, DateTime until, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = ReadBuckets[level].On(connection, null, string.Join(',', sensors));
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

    /// <summary>Splits sensors into as many as one query takes.</summary>
    public static IEnumerable<T[]> Chunk<T>(IEnumerable<T> sensors) => sensors.Chunk(SensorsPerQuery);
}

/// <summary>How far the hub's events have been stored, as the live stream follows it.</summary>
/// <param name="Version">Differs whenever anything has been stored.</param>
/// <param name="StoredUntil">What the hub took up to this instant is stored; null while a partition has not been read at all.</param>
/// <param name="AllowedLateness">Time after a bucket's end at which it is closed.</param>
/// <param name="Late">Late readings so far, of any age.</param>
internal sealed record Frontier(string Version, DateTime? StoredUntil, TimeSpan AllowedLateness, ulong Late)
{
    /// <summary>The end of the newest bucket that is closed.</summary>
    public DateTime? ClosedUntil => StoredUntil - AllowedLateness;
}

/// <summary>Which readings of a sensor.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="MeasuredFrom">None measured before; what makes the range of the primary key.</param>
/// <param name="EnqueuedFrom">None enqueued before.</param>
internal readonly record struct LiveRange(uint Sensor, DateTime MeasuredFrom, DateTime EnqueuedFrom)
{
    private static readonly TimeSpan Minute = RollupLevel.Minute.Size;

    /// <summary>
    /// A reading that isn't late was enqueued no later than the end of its minute and the allowed lateness: that much before, and
    /// what a late one may be later, nothing older has to be looked at.
    /// </summary>
    public static LiveRange Of(uint sensor, DateTime? enqueuedFrom, TimeSpan lateness) =>
        enqueuedFrom is { } from ? new(sensor, from - Minute - lateness, from) : new(sensor, DateTime.UnixEpoch, DateTime.UnixEpoch);
}
