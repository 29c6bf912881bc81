namespace IotAspire.Storage.Ingest;

/// <summary>Writes dead letters.</summary>
internal static class DeadLetterWriter
{
    private static readonly Statement Insert = new(
        "insert dead letters",
        $"""
        INSERT INTO `dead_letters` (`event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `item`,
          `enqueued_at`, `stored_at`, `reason`, `detail`, `body`)
        VALUES {Statement.List}
        """);

    private const int DetailLength = 1024;

    // A statement must fit the packet limit that ServerSettings asks for. A body may have 1 MiB, and twice that where every byte is
    // quoted; a character of a detail has up to four.
    private const int RowsPerStatement = 500;
    private const int BytesPerStatement = 1024 * 1024;

    public static async Task AddAsync(
        IngestTransaction transaction, IngestBatch batch, IReadOnlyList<DeadLetter> deadLetters, DateTime storedAt, CancellationToken cancellationToken)
    {
        var partition = batch.Ownership.Partition;
        foreach (var chunk in Chunk(deadLetters))
        {
            var rows = new ParameterRows();
            foreach (var (origin, reason, detail) in chunk)
            {
                rows.Add(
                    partition.EventHub, partition.ConsumerGroup, partition.PartitionId, batch.Next.Epoch, origin.SequenceNumber,
                    origin.Item, origin.EnqueuedAt, storedAt, reason, detail[..Math.Min(detail.Length, DetailLength)], origin.Body);
            }

            await using var command = transaction.Command(Insert, rows);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static IEnumerable<List<DeadLetter>> Chunk(IEnumerable<DeadLetter> deadLetters)
    {
        var (chunk, bytes) = (new List<DeadLetter>(), 0);
        foreach (var letter in deadLetters)
        {
            var size = letter.Origin.Body.Length + (4 * Math.Min(letter.Detail.Length, DetailLength));
            if (chunk.Count == RowsPerStatement || (chunk.Count > 0 && bytes + size > BytesPerStatement))
            {
                yield return chunk;
                (chunk, bytes) = ([], 0);
            }

            chunk.Add(letter);
            bytes += size;
        }

        if (chunk.Count > 0)
            yield return chunk;
    }
}
