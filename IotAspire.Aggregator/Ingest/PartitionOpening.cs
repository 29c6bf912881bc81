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
