namespace IotAspire.Storage.Model;

/// <summary>
/// Table <c>ingest_statistics</c>: what storing one partition's events has come to, counted in the transactions that did it. Lag and
/// lost events stand in <see cref="CheckpointRow"/>.
/// </summary>
public sealed class IngestStatisticsRow
{
    /// <summary>Name of the event hub.</summary>
    public required string EventHub { get; set; }

    /// <summary>Name of the consumer group.</summary>
    public required string ConsumerGroup { get; set; }

    /// <summary>The partition.</summary>
    public required string PartitionId { get; set; }

    /// <summary>Batches, each a transaction.</summary>
    public ulong Batches { get; set; }

    /// <summary>New raw readings.</summary>
    public ulong Stored { get; set; }

    /// <summary>Readings that came again with the same value.</summary>
    public ulong Duplicates { get; set; }

    /// <summary>Readings that came again with another value.</summary>
    public ulong Conflicts { get; set; }

    /// <summary>New readings that came after their minute was closed.</summary>
    public ulong Late { get; set; }

    /// <summary>New readings outside their sensor's range.</summary>
    public ulong OutOfRange { get; set; }

    /// <summary>What became a dead letter.</summary>
    public ulong DeadLetters { get; set; }

    /// <summary>Readings of the last batch.</summary>
    public uint LastBatchReadings { get; set; }

    /// <summary>Milliseconds that the last batch's transaction took up to its commit.</summary>
    public uint LastBatchMs { get; set; }

    /// <summary>When the last batch was stored, UTC.</summary>
    public DateTime StoredAt { get; set; }
}
