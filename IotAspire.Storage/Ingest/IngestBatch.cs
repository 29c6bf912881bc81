namespace IotAspire.Storage.Ingest;

/// <summary>Consecutive events of one partition, to be stored in one transaction.</summary>
public sealed record IngestBatch
{
    /// <summary>The claim that the transaction checks.</summary>
    public required PartitionOwnership Ownership { get; init; }

    /// <summary>Where the checkpoint must stand now.</summary>
    public required Checkpoint Expected { get; init; }

    /// <summary>Where it stands afterwards.</summary>
    public required Checkpoint Next { get; init; }

    /// <summary>In the order of the partition.</summary>
    public required IReadOnlyList<IngestReading> Readings { get; init; }

    /// <summary>What decoding has already refused.</summary>
    public required IReadOnlyList<DeadLetter> DeadLetters { get; init; }

    /// <summary>Events between the checkpoint and this batch that the hub no longer had.</summary>
    public ulong LostEvents { get; init; }

    /// <summary>The instant at which the hub held nothing beyond this batch, UTC; null while behind.</summary>
    public DateTime? CaughtUpAt { get; init; }

    /// <summary>The partition's newest event, as far as known.</summary>
    public long? HubSequenceNumber { get; init; }
}
