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

/// <summary>What a batch has changed.</summary>
/// <param name="Stored">New rows.</param>
/// <param name="Duplicates">Readings that were there already, with the same value.</param>
/// <param name="Conflicts">Readings that were there already, with another value; the first one stands.</param>
/// <param name="Late">New rows that reached the hub after their minute was closed.</param>
/// <param name="OutOfRange">New rows outside their sensor's range.</param>
/// <param name="DeadLetters">What became a dead letter.</param>
public sealed record IngestResult(int Stored, int Duplicates, int Conflicts, int Late, int OutOfRange, int DeadLetters)
{
    /// <summary>The dead letters themselves.</summary>
    public IReadOnlyList<DeadLetter> Refused { get; init; } = [];

    /// <summary>
    /// The batch was stored by an earlier try whose answer was lost; what it changed then isn't known any more.
    /// </summary>
    public static IngestResult AlreadyStored { get; } = new(0, 0, 0, 0, 0, 0);
}
