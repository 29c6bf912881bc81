namespace IotAspire.Storage.Ingest;

/// <summary>Counts a batch in the table <c>ingest_statistics</c>.</summary>
internal static class IngestStatistics
{
    private static readonly Statement Count = new(
        "count batch",
        $"""
        INSERT INTO `ingest_statistics` (`event_hub`, `consumer_group`, `partition_id`, `batches`, `stored`, `duplicates`, `conflicts`,
          `late`, `out_of_range`, `dead_letters`, `last_batch_readings`, `last_batch_ms`, `stored_at`)
        VALUES {Statement.List}
        ON DUPLICATE KEY UPDATE `batches` = `batches` + VALUES(`batches`), `stored` = `stored` + VALUES(`stored`),
          `duplicates` = `duplicates` + VALUES(`duplicates`), `conflicts` = `conflicts` + VALUES(`conflicts`),
          `late` = `late` + VALUES(`late`), `out_of_range` = `out_of_range` + VALUES(`out_of_range`),
          `dead_letters` = `dead_letters` + VALUES(`dead_letters`), `last_batch_readings` = VALUES(`last_batch_readings`),
          `last_batch_ms` = VALUES(`last_batch_ms`), `stored_at` = VALUES(`stored_at`)
        """);

    public static async Task AddAsync(
        IngestTransaction transaction, IngestBatch batch, IngestResult result, TimeSpan duration, DateTime storedAt, CancellationToken cancellationToken)
    {
        var partition = batch.Ownership.Partition;
        var row = new ParameterRows();
        row.Add(
            partition.EventHub, partition.ConsumerGroup, partition.PartitionId, 1, result.Stored, result.Duplicates, result.Conflicts, result.Late,
            result.OutOfRange, result.DeadLetters, batch.Readings.Count, (uint)duration.TotalMilliseconds, storedAt);
        await using var command = transaction.Command(Count, row);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
