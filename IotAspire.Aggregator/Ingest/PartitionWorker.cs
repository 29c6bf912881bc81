using IotAspire.Aggregator.Startup;
using IotAspire.EventHubs;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Claims one partition and keeps a session on it; after a failure opens another, after a loss waits for its turn.</summary>
internal sealed class PartitionWorker(
    PartitionSession session,
    CheckpointStore checkpoints,
    DatabaseRetry retry,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    ILogger<PartitionWorker> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public async Task RunAsync(PartitionAddress partition, string owner, CancellationToken receiving, CancellationToken writing)
    {
        while (true)
        {
            var ownership = await AcquireAsync(partition, owner, receiving);
            AggregatorLog.PartitionAcquired(logger, partition.PartitionId, ownership.OwnerLevel);
            try
            {
                await KeepSessionAsync(ownership, receiving, writing);
            }
            catch (Exception exception) when (IsLoss(exception))
            {
                AggregatorLog.PartitionLost(logger, partition.PartitionId);
                await Task.Delay(options.Value.Lease / 3, clock, receiving);
            }
            catch (OperationCanceledException) when (receiving.IsCancellationRequested)
            {
                await ReleaseAsync(ownership, writing);
                throw;
            }
        }
    }

    private static bool IsLoss(Exception exception) =>
        exception is OwnershipLostException or EventHubException { Reason: EventHubFailureReason.ConsumerDisconnected };

    private async Task<PartitionOwnership> AcquireAsync(PartitionAddress partition, string owner, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ownership = await retry.RunAsync(
                token => checkpoints.TryAcquireAsync(partition, owner, options.Value.Lease, token), cancellationToken);
            if (ownership is not null)
                return ownership;
            await Task.Delay(options.Value.Lease / 10, clock, cancellationToken);
        }
    }

    private async Task KeepSessionAsync(PartitionOwnership ownership, CancellationToken receiving, CancellationToken writing)
    {
        var backoff = new Backoff(FirstPause, LongestPause);
        while (true)
        {
            var started = clock.GetTimestamp();
            try
            {
                await session.RunAsync(ownership, receiving, writing);
            }
            catch (EventHubException exception) when (exception.IsTransient)
            {
                // A session that lasted was a success.
                if (clock.GetElapsedTime(started) > LongestPause)
                    backoff.Reset();
                var pause = backoff.Next();
                AggregatorLog.EventHubFailed(logger, ownership.Partition.PartitionId, backoff.Failures, pause, exception.Message);
                await Task.Delay(pause, clock, receiving);
                await retry.RunAsync(token => checkpoints.RenewAsync(ownership, options.Value.Lease, token), receiving);
            }
        }
    }

    private async Task ReleaseAsync(PartitionOwnership ownership, CancellationToken cancellationToken)
    {
        try
        {
            var checkpoint = await checkpoints.ReadAsync(ownership, cancellationToken);
            await checkpoints.ReleaseAsync(ownership, cancellationToken);
            AggregatorLog.PartitionReleased(logger, ownership.Partition.PartitionId, checkpoint.SequenceNumber);
        }
        catch (OwnershipLostException)
        {
            AggregatorLog.PartitionLost(logger, ownership.Partition.PartitionId);
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception) || exception is OperationCanceledException)
        {
            // The lease lapses by itself.
            AggregatorLog.PartitionNotReleased(logger, ownership.Partition.PartitionId, DatabaseFault.Describe(exception));
        }
    }
}
