namespace IotAspire.Storage.Model;

/// <summary>Table <c>checkpoints</c>: how far one consumer group has read one partition, and who reads it.</summary>
public sealed class CheckpointRow
{
    /// <summary>Name of the event hub.</summary>
    public required string EventHub { get; set; }

    /// <summary>Name of the consumer group.</summary>
    public required string ConsumerGroup { get; set; }

    /// <summary>The partition.</summary>
    public required string PartitionId { get; set; }

    /// <summary>The hub's <c>created_at</c> in this epoch, UTC; null before the first opening.</summary>
    public DateTime? HubCreatedAt { get; set; }

    /// <summary>The number of streams of this partition so far: increases each time the hub starts over.</summary>
    public uint Epoch { get; set; }

    /// <summary>The last event whose effect is stored; null where none is, in this epoch.</summary>
    public long? SequenceNumber { get; set; }

    /// <summary>That event's offset.</summary>
    public string? Offset { get; set; }

    /// <summary>That event's enqueued time, UTC.</summary>
    public DateTime? LastEnqueuedAt { get; set; }

    /// <summary>The last instant at which everything that the hub held had been stored, UTC; null while behind.</summary>
    public DateTime? CaughtUpAt { get; set; }

    /// <summary>The partition's newest event when last seen.</summary>
    public long? HubSequenceNumber { get; set; }

    /// <summary>Events that the hub's retention dropped before they were read.</summary>
    public ulong LostEvents { get; set; }

    /// <summary>Who reads the partition; null when nobody does.</summary>
    public string? Owner { get; set; }

    /// <summary>Fencing token: grows with each change of owner.</summary>
    public long OwnerLevel { get; set; }

    /// <summary>When the owner's claim lapses, UTC.</summary>
    public DateTime? LeaseUntil { get; set; }
}

/// <summary>Table <c>owners</c>: the processes that share the partitions of a hub.</summary>
public sealed class OwnerRow
{
    /// <summary>Name of the event hub.</summary>
    public required string EventHub { get; set; }

    /// <summary>Name of the consumer group.</summary>
    public required string ConsumerGroup { get; set; }

    /// <summary>The process, as <see cref="CheckpointRow.Owner"/> names it.</summary>
    public required string Owner { get; set; }

    /// <summary>When the others stop counting on it, UTC.</summary>
    public DateTime AliveUntil { get; set; }
}
