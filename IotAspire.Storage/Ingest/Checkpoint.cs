namespace IotAspire.Storage.Ingest;

/// <summary>How far a partition's events have been stored.</summary>
/// <param name="HubCreatedAt">The hub's <c>created_at</c> in this epoch; null before the first opening.</param>
/// <param name="Epoch">Increases each time the hub's stream starts over; 0 before the first opening.</param>
/// <param name="SequenceNumber">The last event stored; null where none is, in this epoch.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="EnqueuedAt">Its enqueued time.</param>
public sealed record Checkpoint(DateTime? HubCreatedAt, uint Epoch, long? SequenceNumber, string? Offset, DateTime? EnqueuedAt)
{
    /// <summary>The same epoch, one event or more further on.</summary>
    public Checkpoint Advance(long sequenceNumber, string offset, DateTime enqueuedAt) =>
        this with { SequenceNumber = sequenceNumber, Offset = offset, EnqueuedAt = enqueuedAt };

    /// <summary>The beginning of a new stream.</summary>
    public Checkpoint NextEpoch(DateTime hubCreatedAt) => new(hubCreatedAt, Epoch + 1, null, null, null);

    /// <summary>Whether both stand at the same event of the same stream.</summary>
    public bool IsAt(Checkpoint other) => Epoch == other.Epoch && SequenceNumber == other.SequenceNumber;
}

/// <summary>One partition as one consumer group reads it: the key of a checkpoint.</summary>
/// <param name="EventHub">Name of the event hub.</param>
/// <param name="ConsumerGroup">Name of the consumer group.</param>
/// <param name="PartitionId">The partition.</param>
public sealed record PartitionAddress(string EventHub, string ConsumerGroup, string PartitionId);

/// <summary>A claim on a partition; valid until another process raises the owner level.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="OwnerLevel">Fencing token: the event hub and every transaction check it.</param>
public sealed record PartitionOwnership(PartitionAddress Partition, string Owner, long OwnerLevel);

/// <summary>Another process owns the partition, or has moved its checkpoint: nothing of the batch was stored.</summary>
public sealed class OwnershipLostException(PartitionOwnership ownership)
    : Exception($"Partition {ownership.Partition.PartitionId} is no longer owned by {ownership.Owner} at level {ownership.OwnerLevel}.");
