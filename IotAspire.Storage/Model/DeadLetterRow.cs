namespace IotAspire.Storage.Model;

/// <summary>Table <c>dead_letters</c>: what came over the hub and isn't a reading that can be stored.</summary>
public sealed class DeadLetterRow
{
    /// <summary>In order of storing.</summary>
    public ulong Id { get; set; }

    /// <summary>Name of the event hub.</summary>
    public required string EventHub { get; set; }

    /// <summary>Name of the consumer group.</summary>
    public required string ConsumerGroup { get; set; }

    /// <summary>The partition.</summary>
    public required string PartitionId { get; set; }

    /// <summary><see cref="CheckpointRow.Epoch"/> of the event.</summary>
    public uint Epoch { get; set; }

    /// <summary>The event.</summary>
    public long SequenceNumber { get; set; }

    /// <summary>Which element of a packed event; 0 for a whole event.</summary>
    public uint Item { get; set; }

    /// <summary>When the hub took the event, UTC.</summary>
    public DateTime EnqueuedAt { get; set; }

    /// <summary>When it was put here, UTC.</summary>
    public DateTime StoredAt { get; set; }

    /// <summary>One of <see cref="IotAspire.Storage.Ingest.DeadLetterReason"/>.</summary>
    public required string Reason { get; set; }

    /// <summary>What exactly is wrong, for people.</summary>
    public required string Detail { get; set; }

    /// <summary>The bytes as they came.</summary>
    public required byte[] Body { get; set; }

    /// <summary>How many they are; the table computes it, so that the size of all bodies is known without reading them.</summary>
    public uint BodyBytes { get; private set; }
}
