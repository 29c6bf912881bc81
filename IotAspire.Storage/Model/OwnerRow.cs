namespace IotAspire.Storage.Model;

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
