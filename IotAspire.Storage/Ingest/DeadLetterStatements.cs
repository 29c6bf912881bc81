using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>Writes dead letters.</summary>
internal static class DeadLetterStatements
{
    private const int DetailLength = 1024;

    // A statement must fit the server's packet limit, 16 MiB on MariaDB. A body may have 1 MiB, and twice that where every byte
    // is quoted; details are short.
    private const int RowsPerStatement = 500;
    private const int BytesPerStatement = 4 * 1024 * 1024;

    public static async Task AddAsync(
        MySqlConnection connection,
        MySqlTransaction transaction,
        IngestBatch batch,
        IReadOnlyList<DeadLetter> deadLetters,
        DateTime storedAt,
        CancellationToken cancellationToken)
    {
        var partition = batch.Ownership.Partition;
        foreach (var chunk in Chunk(deadLetters))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            var rows = new RowsText(command);
            foreach (var (origin, reason, detail) in chunk)
            {
                rows.Add(
                    partition.EventHub, partition.ConsumerGroup, partition.PartitionId, batch.Next.Epoch, origin.SequenceNumber,
                    origin.Item, origin.EnqueuedAt, storedAt, reason, detail[..Math.Min(detail.Length, DetailLength)], origin.Body);
            }

            command.CommandText =
                $"""
                INSERT INTO `dead_letters` (`event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `item`,
                  `enqueued_at`, `stored_at`, `reason`, `detail`, `body`)
                VALUES {rows}
                """;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static IEnumerable<List<DeadLetter>> Chunk(IEnumerable<DeadLetter> deadLetters)
    {
        var (chunk, bytes) = (new List<DeadLetter>(), 0);
        foreach (var letter in deadLetters)
        {
            if (chunk.Count == RowsPerStatement || (chunk.Count > 0 && bytes + letter.Origin.Body.Length > BytesPerStatement))
            {
                yield return chunk;
                (chunk, bytes) = ([], 0);
            }

            chunk.Add(letter);
            bytes += letter.Origin.Body.Length;
        }

        if (chunk.Count > 0)
            yield return chunk;
    }
}
