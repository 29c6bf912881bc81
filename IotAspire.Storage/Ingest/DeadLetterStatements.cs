using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>Writes dead letters.</summary>
internal static class DeadLetterStatements
{
    private const int DetailLength = 1024;

    // Bodies may be 1 MiB each, and twice that where every byte is quoted; the server's packet limit (16 MiB on MariaDB) bounds
    // a statement.
    private const int RowsPerStatement = 4;

    public static async Task AddAsync(
        MySqlConnection connection,
        MySqlTransaction transaction,
        IngestBatch batch,
        IReadOnlyList<DeadLetter> deadLetters,
        DateTime storedAt,
        CancellationToken cancellationToken)
    {
        var partition = batch.Ownership.Partition;
        foreach (var chunk in deadLetters.Chunk(RowsPerStatement))
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
}
