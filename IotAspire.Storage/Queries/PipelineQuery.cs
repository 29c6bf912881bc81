using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>What the Aggregators have written down about their work, in one round trip.</summary>
internal sealed class PipelineQuery(MySqlDataSource dataSource)
{
    // By the database's clock, as leases are. What was caught up is by the Aggregator's, and may seem a little in the future.
    private static readonly Statement Partitions = new(
        "read pipeline",
        """
        SELECT c.`event_hub`, c.`consumer_group`, c.`partition_id`, IF(c.`lease_until` >= UTC_TIMESTAMP(6), c.`owner`, NULL) AS `owner`,
          c.`epoch`, c.`sequence_number`, c.`hub_sequence_number`, c.`last_enqueued_at`, c.`caught_up_at`, c.`lost_events`,
          s.`batches`, s.`stored`, s.`duplicates`, s.`conflicts`, s.`late`, s.`out_of_range`, s.`dead_letters`,
          s.`last_batch_readings`, s.`last_batch_ms`, s.`stored_at`, UTC_TIMESTAMP(6) AS `now`
        FROM `checkpoints` c LEFT JOIN `ingest_statistics` s USING (`event_hub`, `consumer_group`, `partition_id`)
        ORDER BY c.`event_hub`, c.`consumer_group`, LENGTH(c.`partition_id`), c.`partition_id`
        """);

    public async Task<IReadOnlyList<PartitionState>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Partitions.On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<PartitionState>();
        while (await reader.ReadAsync(cancellationToken))
            partitions.Add(Read(reader));
        return partitions;
    }

    private static PartitionState Read(MySqlDataReader row) => new()
    {
        EventHub = row.GetString("event_hub"),
        ConsumerGroup = row.GetString("consumer_group"),
        PartitionId = row.GetString("partition_id"),
        Owner = row["owner"] as string,
        Epoch = row.GetUInt32("epoch"),
        SequenceNumber = row["sequence_number"] as long?,
        HubSequenceNumber = row["hub_sequence_number"] as long?,
        LastEnqueuedAt = row["last_enqueued_at"] as DateTime?,
        CaughtUpAt = row["caught_up_at"] as DateTime?,
        LostEvents = row.GetUInt64("lost_events"),
        Batches = row["batches"] as ulong? ?? 0,
        Stored = row["stored"] as ulong? ?? 0,
        Duplicates = row["duplicates"] as ulong? ?? 0,
        Conflicts = row["conflicts"] as ulong? ?? 0,
        Late = row["late"] as ulong? ?? 0,
        OutOfRange = row["out_of_range"] as ulong? ?? 0,
        DeadLetters = row["dead_letters"] as ulong? ?? 0,
        LastBatchReadings = row["last_batch_readings"] as uint?,
        LastBatchMs = row["last_batch_ms"] as uint?,
        LastStoredAt = row["stored_at"] as DateTime?,
        Now = row.GetDateTime("now"),
    };
}

/// <summary>One partition as its rows in <c>checkpoints</c> and <c>ingest_statistics</c> tell.</summary>
internal sealed record PartitionState
{
    public required string EventHub { get; init; }

    public required string ConsumerGroup { get; init; }

    public required string PartitionId { get; init; }

    public string? Owner { get; init; }

    public uint Epoch { get; init; }

    public long? SequenceNumber { get; init; }

    public long? HubSequenceNumber { get; init; }

    public DateTime? LastEnqueuedAt { get; init; }

    public DateTime? CaughtUpAt { get; init; }

    public ulong LostEvents { get; init; }

    public ulong Batches { get; init; }

    public ulong Stored { get; init; }

    public ulong Duplicates { get; init; }

    public ulong Conflicts { get; init; }

    public ulong Late { get; init; }

    public ulong OutOfRange { get; init; }

    public ulong DeadLetters { get; init; }

    public uint? LastBatchReadings { get; init; }

    public uint? LastBatchMs { get; init; }

    public DateTime? LastStoredAt { get; init; }

    public DateTime Now { get; init; }

    /// <summary>Which partition it is, among all of all hubs.</summary>
    public string Name => $"{EventHub}/{ConsumerGroup}/{PartitionId}";

    /// <summary>Events that the hub has and the tables don't, as far as the Aggregator last saw; null where it saw none yet.</summary>
    public long? LagEvents => HubSequenceNumber is { } newest ? Math.Max(0, newest - (SequenceNumber ?? -1)) : null;

    /// <summary>
    /// How old the instant is up to which everything that the hub took is stored; null where nothing was ever read. A partition that
    /// is caught up has the time since that was last looked at, 2 seconds at most while it has an owner.
    /// </summary>
    public double? LagSeconds => (CaughtUpAt ?? LastEnqueuedAt) is { } reached ? Math.Max(0, (Now - reached).TotalSeconds) : null;
}
