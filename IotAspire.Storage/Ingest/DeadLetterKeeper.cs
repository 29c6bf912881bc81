using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Deletes dead letters that are too old, and the oldest of those that take too much space, so that a sender of garbage can't fill the
/// disk. Any number of processes may call it at once: one works, the others go on.
/// </summary>
public sealed class DeadLetterKeeper(MySqlDataSource dataSource, TimeProvider clock, ILogger<DeadLetterKeeper> logger)
{
    private const string TheLock = "CONCAT(DATABASE(), '.dead_letters')";

    // What a row takes beside its body: the reason, and a detail of up to 1,024 characters.
    private const int RowBytes = 1024;

    // Bodies have up to 1 MiB each, and all that one statement deletes is in the undo log until it has ended.
    private const int RowsPerStatement = 100;

    /// <summary>Deletes what is to be deleted now.</summary>
    /// <param name="retention">How long dead letters stay.</param>
    /// <param name="quota">Bytes that they may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many have been deleted for their age, and for the space that they took.</returns>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>; the next call goes on.</exception>
    public async Task<(long Expired, long OverQuota)> KeepAsync(TimeSpan retention, long quota, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand($"{SilenceLimit.Set}; SELECT GET_LOCK({TheLock}, 0)", connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is not (1 or 1L))
            return default;
        try
        {
            var expired = await DeleteAsync(connection, await ExpiredAsync(connection, retention, cancellationToken), cancellationToken);
            var overQuota = await DeleteAsync(connection, await OverQuotaAsync(connection, quota, cancellationToken), cancellationToken);
            if (expired > 0)
                StorageLog.DeadLettersExpired(logger, expired, retention);
            if (overQuota > 0)
                StorageLog.DeadLettersOverQuota(logger, overQuota, quota >> 20);
            return (expired, overQuota);
        }
        finally
        {
            command.CommandText = $"DO RELEASE_LOCK({TheLock})";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    // A clock that was set wrong, even for a moment, must not delete what is to be kept: both would have to be wrong.
    private async Task<List<ulong>> ExpiredAsync(MySqlConnection connection, TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT `id` FROM `dead_letters` WHERE `stored_at` < LEAST(@cutoff, UTC_TIMESTAMP(6) - INTERVAL @seconds SECOND)", connection);
        command.Parameters.AddWithValue("@cutoff", clock.GetUtcNow().UtcDateTime - retention);
        command.Parameters.AddWithValue("@seconds", (long)retention.TotalSeconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<ulong>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetUInt64(0));
        return ids;
    }

    // The newest that fit stay. Reads the index only.
    private static async Task<List<ulong>> OverQuotaAsync(MySqlConnection connection, long quota, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT `id`, `body_bytes` FROM `dead_letters` ORDER BY `stored_at` DESC, `id` DESC", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (ids, bytes) = (new List<ulong>(), 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            bytes += reader.GetUInt32(1) + RowBytes;
            if (bytes > quota)
                ids.Add(reader.GetUInt64(0));
        }

        return ids;
    }

    // Counted with each statement, so that the sum is right wherever this is broken off.
    private static async Task<long> DeleteAsync(MySqlConnection connection, List<ulong> ids, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var chunk in ids.Chunk(RowsPerStatement))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new MySqlCommand($"DELETE FROM `dead_letters` WHERE `id` IN ({string.Join(',', chunk)})", connection, transaction);
            var rows = await command.ExecuteNonQueryAsync(cancellationToken);
            // Last, because every batch reads this row under a lock.
            command.CommandText = $"UPDATE `retention` SET `dead_letters_deleted` = `dead_letters_deleted` + {rows} WHERE `id` = 1";
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            deleted += rows;
        }

        return deleted;
    }
}
