using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.Aggregator.Startup;
using IotAspire.EventHubs;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Finds where to read a partition from, and begins a new epoch where the hub's stream is another.</summary>
internal sealed class PartitionOpening(
    EventHubConsumer consumer, CheckpointStore checkpoints, DatabaseRetry retry, ILogger<PartitionOpening> logger)
{
    public async Task<Checkpoint> FindCheckpointAsync(PartitionOwnership ownership, CancellationToken cancellationToken)
    {
        var partitionId = ownership.Partition.PartitionId;
        var checkpoint = await retry.RunAsync(token => checkpoints.ReadAsync(ownership, token), cancellationToken);
        var hub = await consumer.GetEventHubPropertiesAsync(cancellationToken);
        var partition = await consumer.GetPartitionPropertiesAsync(partitionId, cancellationToken);
        if (StreamContinuity.FindBreak(checkpoint, hub, partition) is { } reason)
            checkpoint = await BeginEpochAsync(ownership, reason, cancellationToken);
        AggregatorLog.PartitionOpened(logger, partitionId, checkpoint.Epoch, checkpoint.SequenceNumber);
        return checkpoint;
    }

    public async Task<Checkpoint> BeginEpochAsync(PartitionOwnership ownership, string reason, CancellationToken cancellationToken)
    {
        var hub = await consumer.GetEventHubPropertiesAsync(cancellationToken);
        var checkpoint = await retry.RunAsync(token => checkpoints.BeginEpochAsync(ownership, hub.CreatedOn.UtcDateTime, token), cancellationToken);
        // The first opening is nothing to warn of.
        if (checkpoint.Epoch > 1)
            AggregatorLog.EpochBegun(logger, ownership.Partition.PartitionId, checkpoint.Epoch, reason);
        return checkpoint;
    }

    /// <summary>Inclusively from the checkpoint: its own event proves that the stream is the same.</summary>
    public Task<StreamReceiver> OpenAsync(PartitionOwnership ownership, Checkpoint checkpoint, CancellationToken cancellationToken) =>
        consumer.OpenReceiverAsync(
            ownership.Partition.PartitionId,
            checkpoint.SequenceNumber is { } stored ? EventPosition.FromSequenceNumber(stored, isInclusive: true) : EventPosition.Earliest,
            ownership.OwnerLevel,
            cancellationToken);
}

/// <summary>
/// Tells whether the hub's stream is still the one that a checkpoint belongs to. A hub that was recreated, or that forgot its
/// events, counts from the beginning again: reading on behind the old checkpoint would skip all of it. Pure.
/// </summary>
internal static class StreamContinuity
{
    /// <summary>Why the stream is another, seen from the hub's and the partition's properties; null if it may be the same.</summary>
    public static string? FindBreak(Checkpoint checkpoint, EventHubProperties hub, PartitionProperties partition)
    {
        if (checkpoint.HubCreatedAt is not { } createdAt)
            return "the partition has never been read";
        if (createdAt != hub.CreatedOn.UtcDateTime)
            return $"the event hub was created at {hub.CreatedOn.UtcDateTime:O}, the checkpoint belongs to one created at {createdAt:O}";
        if (checkpoint.SequenceNumber is { } stored && partition.LastEnqueuedSequenceNumber < stored)
            return $"the partition ends at sequence number {partition.LastEnqueuedSequenceNumber}, the checkpoint stands at {stored}";
        return null;
    }

    /// <summary>The same, seen from the first event at or after the checkpoint.</summary>
    public static string? FindBreak(Checkpoint checkpoint, EventData first)
    {
        if (checkpoint.SequenceNumber is not { } stored)
            return null;
        if (first.SequenceNumber == stored && first.EnqueuedTime.UtcDateTime != checkpoint.EnqueuedAt)
            return $"event {stored} was enqueued at {first.EnqueuedTime.UtcDateTime:O}, the checkpoint's at {checkpoint.EnqueuedAt:O}";
        if (first.SequenceNumber > stored && first.EnqueuedTime.UtcDateTime < checkpoint.EnqueuedAt)
            return $"event {first.SequenceNumber} was enqueued at {first.EnqueuedTime.UtcDateTime:O}, before event {stored} of the checkpoint";
        return null;
    }

    /// <summary>
    /// How many events between the checkpoint and the last of a batch are missing. Sequence numbers grow by one, so a gap is what
    /// the hub's retention took away.
    /// </summary>
    public static ulong CountLost(Checkpoint checkpoint, long firstOfBatch, long lastOfBatch, int events)
    {
        var next = (checkpoint.SequenceNumber ?? (firstOfBatch - 1)) + 1;
        return (ulong)Math.Max(0, lastOfBatch - next + 1 - events);
    }
}
