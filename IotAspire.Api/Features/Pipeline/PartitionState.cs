namespace IotAspire.Api.Features.Pipeline;

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
