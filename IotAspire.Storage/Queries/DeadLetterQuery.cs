using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Reads the table <c>dead_letters</c>.</summary>
internal sealed class DeadLetterQuery(MySqlDataSource dataSource)
{
    /// <summary>A body may have a megabyte; the beginning of most shows what is wrong.</summary>
    public const int PreviewBytes = 1024;

    // By the primary key, newest first: rows that arrive later come before the first page. A filter is applied row by row.
    private static readonly Statement List = new(
        "list dead letters",
        """
        SELECT `id`, `event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `item`, `enqueued_at`, `stored_at`,
          `reason`, `detail`, LENGTH(`body`), SUBSTRING(`body`, 1, @preview)
        FROM `dead_letters`
        WHERE `id` < @below AND (@reason IS NULL OR `reason` = @reason) AND (@partition IS NULL OR `partition_id` = @partition)
        ORDER BY `id` DESC LIMIT @count
        """);

    private static readonly Statement Body = new("read dead letter body", "SELECT `body` FROM `dead_letters` WHERE `id` = @id");

    /// <param name="below">Only ids below it.</param>
    /// <param name="reason">Only those of this reason; null: any.</param>
    /// <param name="partitionId">Only those of this partition; null: any.</param>
    /// <param name="count">Maximum number of rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Newest first.</returns>
    public async Task<List<StoredDeadLetter>> ListAsync(ulong below, string? reason, string? partitionId, int count, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = List.On(connection);
        command.Parameters.AddWithValue("@preview", PreviewBytes);
        command.Parameters.AddWithValue("@below", below);
        command.Parameters.AddWithValue("@reason", reason);
        command.Parameters.AddWithValue("@partition", partitionId);
        command.Parameters.AddWithValue("@count", count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<StoredDeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(new(
                reader.GetUInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetUInt32(4), reader.GetInt64(5), reader.GetUInt32(6),
                reader.GetDateTime(7), reader.GetDateTime(8), reader.GetString(9), reader.GetString(10), reader.GetInt64(11), (byte[])reader.GetValue(12)));
        }

        return letters;
    }

    /// <returns>The bytes as they came; null if there is no such dead letter.</returns>
    public async Task<byte[]?> FindBodyAsync(ulong id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Body.On(connection);
        command.Parameters.AddWithValue("@id", id);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}

/// <summary>A row of <c>dead_letters</c> with the beginning of its body.</summary>
internal sealed record StoredDeadLetter(
    ulong Id, string EventHub, string ConsumerGroup, string PartitionId, uint Epoch, long SequenceNumber, uint Item, DateTime EnqueuedAt,
    DateTime StoredAt, string Reason, string Detail, long BodyBytes, byte[] Preview);
