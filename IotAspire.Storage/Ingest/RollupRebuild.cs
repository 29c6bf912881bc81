using System.Data;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Recomputes rollups from raw readings, one sensor and day at a time, while batches are being stored. What raw readings don't
/// tell, repetitions, stays as it was.
/// </summary>
public sealed class RollupRebuild(MySqlDataSource dataSource)
{
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
        await using (var limit = new MySqlCommand(SilenceLimit.Set, connection))
            await limit.ExecuteNonQueryAsync(cancellationToken);
        await RequireRawAsync(connection, null, from, cancellationToken);
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
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var limits = await RequireRawAsync(connection, transaction, day, cancellationToken);
        var start = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await ExecuteAsync(connection, transaction, RollupStatements.Hold, sensor, start, cancellationToken);
        var raw = await ReadRawAsync(connection, transaction, sensor, start, cancellationToken);
        foreach (var deltas in RollupDeltas.Of(limits, raw, []).Reverse())
        {
            var table = deltas.Level.Table;
            await ExecuteAsync(connection, transaction, $"UPDATE `{table}` SET `count` = 0 WHERE {ThisDay}", sensor, start, cancellationToken);
            await RollupStatements.ReplaceAsync(connection, transaction, deltas, cancellationToken);
            await ExecuteAsync(connection, transaction, $"DELETE FROM `{table}` WHERE {ThisDay} AND `count` = 0", sensor, start, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return raw.Count > 0;
    }

    private static async Task<IngestLimits> RequireRawAsync(MySqlConnection connection, MySqlTransaction? transaction, DateOnly day, CancellationToken cancellationToken)
    {
        var limits = await RetentionStore.ReadLimitsAsync(connection, transaction, cancellationToken);
        return limits.RawCutoff <= day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) ? limits : throw new RawReadingsGoneException(day, limits.RawCutoff);
    }

    private static async Task<List<uint>> ReadSensorsAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT `id` FROM `sensors` ORDER BY `id`", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sensors = new List<uint>();
        while (await reader.ReadAsync(cancellationToken))
            sensors.Add(reader.GetUInt32(0));
        return sensors;
    }

    private static async Task<List<ReadingRecord>> ReadRawAsync(
        MySqlConnection connection, MySqlTransaction transaction, uint sensor, DateTime day, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(
            """
            SELECT `measured_at`, `value`, `enqueued_at`, `flags` FROM `readings`
            WHERE `sensor` = @sensor AND `measured_at` >= @day AND `measured_at` < @day + INTERVAL 1 DAY ORDER BY `measured_at`
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue("@sensor", sensor);
        command.Parameters.AddWithValue("@day", day);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var raw = new List<ReadingRecord>();
        while (await reader.ReadAsync(cancellationToken))
            raw.Add(new(sensor, reader.GetDateTime(0), reader.GetDouble(1), reader.GetDateTime(2), (ReadingQuality)reader.GetByte(3)));
        return raw;
    }

    private static async Task ExecuteAsync(
        MySqlConnection connection, MySqlTransaction transaction, string sql, uint sensor, DateTime day, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue("@sensor", sensor);
        command.Parameters.AddWithValue("@day", day);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Rollups can't be rebuilt, because raw readings of the day have been dropped or may be at any time.</summary>
public sealed class RawReadingsGoneException(DateOnly day, DateTime cutoff)
    : Exception($"Rollups of {day:yyyy-MM-dd} can't be rebuilt: raw readings are kept from {cutoff:yyyy-MM-dd} on only.");
