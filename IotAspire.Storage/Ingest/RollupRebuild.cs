using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Recomputes rollups from raw readings, one sensor and day at a time, while batches are being stored. What raw readings don't
/// tell, repetitions, stays as it was.
/// </summary>
public sealed class RollupRebuild(MySqlDataSource dataSource)
{
    // Locks a sensor's row of a day, which is inserted where it is missing; no other transaction sees it before it is filled or deleted.
    private static readonly Statement Hold = new(
        "hold day",
        """
        INSERT INTO `rollups_1d` (`sensor`, `bucket_start`, `count`, `sum`, `m2`, `min`, `max`, `first`, `first_at`, `last`, `last_at`,
          `duplicates`, `conflicts`, `late`, `out_of_range`)
        VALUES (@sensor, @day, 0, 0, 0, 0, 0, 0, @day, 0, @day, 0, 0, 0, 0)
        ON DUPLICATE KEY UPDATE `sensor` = VALUES(`sensor`)
        """);

    private static readonly Statement LimitSilence = new("limit silence", IngestTransaction.LimitSilence);

    private static readonly Statement ReadSensors = new("read sensor keys", "SELECT `id` FROM `sensors` ORDER BY `id`");

    private static readonly Statement ReadRaw = new(
        "read day",
        """
        SELECT `measured_at`, `value`, `enqueued_at`, `flags` FROM `readings`
        WHERE `sensor` = @sensor AND `measured_at` >= @day AND `measured_at` < @day + INTERVAL 1 DAY ORDER BY `measured_at`
        """);

    private static readonly Dictionary<RollupLevel, Statement> Empty = RollupLevel.All.ToDictionary(
        level => level, level => new Statement($"empty day of {level.Table}", $"UPDATE `{level.Table}` SET `count` = 0 WHERE {ThisDay}"));

    private static readonly Dictionary<RollupLevel, Statement> DeleteEmpty = RollupLevel.All.ToDictionary(
        level => level, level => new Statement($"delete empty buckets of {level.Table}", $"DELETE FROM `{level.Table}` WHERE {ThisDay} AND `count` = 0"));

    private const string ThisDay = "`sensor` = @sensor AND `bucket_start` >= @day AND `bucket_start` < @day + INTERVAL 1 DAY";

    /// <summary>Rebuilds whole days, UTC.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The day after the last.</param>
    /// <param name="cancellationToken">Stops after the day under way; what is done is done.</param>
    /// <returns>How many days of sensors were rebuilt.</returns>
    /// <exception cref="RawReadingsGoneException">The range begins before the raw cutoff; nothing of that day was changed.</exception>
    public async Task<int> RunAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var limit = LimitSilence.On(connection))
            await limit.ExecuteNonQueryAsync(cancellationToken);
        Require(await RetentionStore.ReadLimitsAsync(connection, cancellationToken), from);
        var sensors = await ReadSensorsAsync(connection, cancellationToken);
        var rebuilt = 0;
        for (var day = from; day < to; day = day.AddDays(1))
        {
            foreach (var sensor in sensors)
                rebuilt += await RebuildAgainAsync(connection, sensor, day, cancellationToken) ? 1 : 0;
        }

        return rebuilt;
    }

    // A batch may come in between in another order of locks; then the server ends one of the two.
    private static async Task<bool> RebuildAgainAsync(MySqlConnection connection, uint sensor, DateOnly day, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await RebuildAsync(connection, sensor, day, cancellationToken);
            }
            catch (MySqlException exception) when (exception.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>
    /// Holding the day's row makes batches of this sensor and day wait before they commit, so the raw readings seen then are
    /// exactly those that rollups must tell; a batch that waits adds its own afterwards.
    /// </summary>
    private static async Task<bool> RebuildAsync(MySqlConnection connection, uint sensor, DateOnly day, CancellationToken cancellationToken)
    {
        await using var transaction = await IngestTransaction.BeginAsync(connection, cancellationToken);
        var limits = Require(await RetentionStore.ReadLimitsAsync(transaction, cancellationToken), day);
        var start = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await ExecuteAsync(transaction, Hold, sensor, start, cancellationToken);
        var raw = await ReadRawAsync(transaction, sensor, start, cancellationToken);
        foreach (var deltas in RollupDeltas.Of(limits, raw, []).Reverse())
        {
            await ExecuteAsync(transaction, Empty[deltas.Level], sensor, start, cancellationToken);
            await RollupWriter.ReplaceAsync(transaction, deltas, cancellationToken);
            await ExecuteAsync(transaction, DeleteEmpty[deltas.Level], sensor, start, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return raw.Count > 0;
    }

    private static IngestLimits Require(IngestLimits limits, DateOnly day) =>
        limits.RawCutoff <= day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) ? limits : throw new RawReadingsGoneException(day, limits.RawCutoff);

    private static async Task<List<uint>> ReadSensorsAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = ReadSensors.On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sensors = new List<uint>();
        while (await reader.ReadAsync(cancellationToken))
            sensors.Add(reader.GetUInt32(0));
        return sensors;
    }

    private static async Task<List<StoredReading>> ReadRawAsync(IngestTransaction transaction, uint sensor, DateTime day, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(ReadRaw);
        command.Parameters.AddWithValue("@sensor", sensor);
        command.Parameters.AddWithValue("@day", day);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var raw = new List<StoredReading>();
        while (await reader.ReadAsync(cancellationToken))
            raw.Add(new(sensor, reader.GetDateTime(0), reader.GetDouble(1), reader.GetDateTime(2), (ReadingQuality)reader.GetByte(3)));
        return raw;
    }

    private static async Task ExecuteAsync(IngestTransaction transaction, Statement statement, uint sensor, DateTime day, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(statement);
        command.Parameters.AddWithValue("@sensor", sensor);
        command.Parameters.AddWithValue("@day", day);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Rollups can't be rebuilt, because raw readings of the day have been dropped or may be at any time.</summary>
public sealed class RawReadingsGoneException(DateOnly day, DateTime cutoff)
    : Exception($"Rollups of {day:yyyy-MM-dd} can't be rebuilt: raw readings are kept from {cutoff:yyyy-MM-dd} on only.");
