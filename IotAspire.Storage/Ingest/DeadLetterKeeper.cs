using System.Globalization;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Deletes dead letters that are too old, and the oldest of those that take too much space, so that a sender of garbage can't fill the
/// disk. Any number of processes may call it at once: one works, the others go on.
/// </summary>
public sealed class DeadLetterKeeper(MySqlDataSource dataSource, TimeProvider clock, ILogger<DeadLetterKeeper> logger)
{
    // The size of a row without its body: the reason, and a detail of up to 1,024 characters.
    private const int RowBytes = 1024;

    // All that one statement deletes is in the undo log until it has ended.
    private const int RowsPerStatement = 5000;
    private const int BytesPerStatement = 32 << 20;

    // Reads the index only.
    private static readonly Statement Size = new(
        "sum dead letter bytes", string.Create(CultureInfo.InvariantCulture, $"SELECT CAST(COALESCE(SUM(`body_bytes`), 0) + COUNT(*) * {RowBytes} AS SIGNED) FROM `dead_letters`"));

    private static readonly Statement Oldest = new(
        "read oldest dead letters", "SELECT `id`, `body_bytes` FROM `dead_letters` WHERE `stored_at` < @before ORDER BY `stored_at`, `body_bytes`, `id` LIMIT @rows");

    private static readonly Statement Delete = new("delete dead letters", $"DELETE FROM `dead_letters` WHERE `id` IN ({Statement.List})");

    private static readonly Statement CountDeleted = new(
        "count deleted dead letters", "UPDATE `retention` SET `dead_letters_deleted` = `dead_letters_deleted` + @deleted WHERE `id` = 1");

    /// <summary>Deletes what is to be deleted now.</summary>
    /// <param name="retention">How long dead letters stay.</param>
    /// <param name="quota">Bytes that they may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many have been deleted for their age, and for the space that they took.</returns>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>; the next call goes on.</exception>
    public async Task<(long Expired, long OverQuota)> KeepAsync(TimeSpan retention, long quota, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var keeping = await DatabaseLock.TryTakeAsync(connection, "dead_letters", TimeSpan.Zero, cancellationToken);
        if (keeping is null)
            return default;
        var before = await DatabaseClock.EarlierAsync(connection, clock, cancellationToken) - retention;
        var expired = await DeleteOldestAsync(connection, before, long.MaxValue, cancellationToken);
        if (expired > 0)
            StorageLog.DeadLettersExpired(logger, expired, retention);
        var overQuota = await DeleteOldestAsync(connection, DateTime.MaxValue, await SizeAsync(connection, cancellationToken) - quota, cancellationToken);
        if (overQuota > 0)
            StorageLog.DeadLettersOverQuota(logger, overQuota, quota >> 20);
        return (expired, overQuota);
    }

    private static async Task<long> SizeAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Size.On(connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Deletes those stored before an instant, the oldest first, until this number of bytes is free.</summary>
    private static async Task<long> DeleteOldestAsync(MySqlConnection connection, DateTime before, long bytes, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        while (bytes > 0)
        {
            var (ids, size) = await OldestAsync(connection, before, Math.Min(bytes, BytesPerStatement), cancellationToken);
            if (ids.Count == 0)
                break;
            await using var command = Delete.On(connection, null, string.Join(',', ids));
            deleted += await command.ExecuteNonQueryAsync(cancellationToken);
            bytes -= size;
        }

        // Once, because every batch reads this row under a lock.
        if (deleted > 0)
        {
            await using var command = CountDeleted.On(connection);
            command.Parameters.AddWithValue("@deleted", deleted);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return deleted;
    }

    private static async Task<(List<ulong> Ids, long Bytes)> OldestAsync(MySqlConnection connection, DateTime before, long bytes, CancellationToken cancellationToken)
    {
        await using var command = Oldest.On(connection);
        command.Parameters.AddWithValue("@before", before);
        command.Parameters.AddWithValue("@rows", RowsPerStatement);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (ids, size) = (new List<ulong>(), 0L);
        while (size < bytes && await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetUInt64(0));
            size += reader.GetUInt32(1) + RowBytes;
        }

        return (ids, size);
    }
}
