using IotAspire.Aggregator.Startup;
using IotAspire.EventHubs;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Keeps a session on a claimed partition, after a failure another one, until the partition is lost or to be handed over.</summary>
internal sealed class PartitionWorker(
    PartitionSession session,
    CheckpointStore checkpoints,
    DatabaseRetry retry,
    AggregatorTelemetry telemetry,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    ILogger<PartitionWorker> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    public async Task RunAsync(PartitionOwnership ownership, int readingsPerBatch, CancellationToken receiving, CancellationToken writing)
    {
        // The caller goes on at once, whatever the session does first.
        await Task.Yield();
        try
        {
            await KeepSessionAsync(ownership, readingsPerBatch, receiving, writing);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            AggregatorLog.PartitionLost(logger, ownership.Partition.PartitionId);
            // Lost at the hub alone, the claim would hold the partition back until it lapses.
            await ReleaseAsync(ownership, writing);
        }
        catch (OperationCanceledException) when (receiving.IsCancellationRequested)
        {
            await ReleaseAsync(ownership, writing);
        }
        finally
        {
            telemetry.Released(ownership.Partition.PartitionId);
        }
    }

    private static bool IsLoss(Exception exception) =>
        exception is OwnershipLostException or EventHubException { Reason: EventHubFailureReason.ConsumerDisconnected };

    private async Task KeepSessionAsync(PartitionOwnership ownership, int readingsPerBatch, CancellationToken receiving, CancellationToken writing)
    {
        var backoff = new Backoff(FirstPause, MaxPause);
        while (true)
        {
            var started = clock.GetTimestamp();
            try
            {
                await session.RunAsync(ownership, readingsPerBatch, receiving, writing);
            }
            catch (EventHubException exception) when (exception.IsTransient)
            {
                // A session that lasted was a success.
                if (clock.GetElapsedTime(started) > MaxPause)
                    backoff.Reset();
                var pause = backoff.Next();
                AggregatorLog.EventHubFailed(logger, ownership.Partition.PartitionId, backoff.Failures, pause, exception.Message);
                await Task.Delay(pause, clock, receiving);
                await retry.RunAsync(token => checkpoints.RenewAsync(ownership, options.Value.Claim, token), receiving);
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
            // Another has it already.
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception) || exception is OperationCanceledException)
        {
            // The lease lapses by itself.
            AggregatorLog.PartitionNotReleased(logger, ownership.Partition.PartitionId, DatabaseFault.Describe(exception));
        }
    }
}
