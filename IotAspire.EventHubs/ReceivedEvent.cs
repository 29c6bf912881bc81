namespace IotAspire.EventHubs;

/// <summary>An event as a partition holds it.</summary>
public sealed record ReceivedEvent
{
    /// <summary>Position within the partition; grows by one with each event.</summary>
    public required long SequenceNumber { get; init; }

    /// <summary>The hub's own position mark, opaque text.</summary>
    public required string Offset { get; init; }

    /// <summary>When the hub took it, UTC, milliseconds.</summary>
    public required DateTime EnqueuedAt { get; init; }

    /// <summary>The key that chose the partition, if the producer gave one.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>Media type of the body, if the producer gave one.</summary>
    public string? ContentType { get; init; }

    /// <summary>The payload.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Application properties; never null.</summary>
    public required IReadOnlyDictionary<string, object?> Properties { get; init; }
}
