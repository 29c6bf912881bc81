using MySqlConnector;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

internal sealed class DeadLetterQuery(MySqlDataSource dataSource)
{
    /// <summary>A body may have a megabyte; of most, this shows what is wrong.</summary>
    public const int PreviewBytes = 1024;

    // By the primary key, newest first: rows that arrive later come before the first page. A filter is applied row by row.
    private const string Sql =
        """
        SELECT `id`, `event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `item`, `enqueued_at`, `stored_at`,
          `reason`, `detail`, LENGTH(`body`), SUBSTRING(`body`, 1, @preview)
        FROM `dead_letters`
        WHERE `id` < @below AND (@reason IS NULL OR `reason` = @reason) AND (@partition IS NULL OR `partition_id` = @partition)
        ORDER BY `id` DESC LIMIT @count
        """;

    /// <param name="request">Valid.</param>
    /// <param name="count">Most rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<DeadLetterResponse>> ListAsync(ListDeadLettersRequest request, int count, CancellationToken cancellationToken)
    {
        var below = request.Cursor is { } cursor && DeadLetterPosition.TryRead(cursor, out var position) ? position.Below : ulong.MaxValue;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand(Sql, connection);
        command.Parameters.AddWithValue("@preview", PreviewBytes);
        command.Parameters.AddWithValue("@below", below);
        command.Parameters.AddWithValue("@reason", request.Reason);
        command.Parameters.AddWithValue("@partition", request.PartitionId);
        command.Parameters.AddWithValue("@count", count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetterResponse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(new(
                reader.GetUInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetUInt32(4), reader.GetInt64(5), reader.GetUInt32(6),
                reader.GetDateTime(7), reader.GetDateTime(8), reader.GetString(9), reader.GetString(10), reader.GetInt64(11), BodyPreview.Of((byte[])reader.GetValue(12))));
        }

        return letters;
    }
}
