using IotAspire.Aggregator.Startup;
using IotAspire.EventHubs;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Reads one partition from its checkpoint and stores what comes, for as long as the claim and the link hold.</summary>
internal sealed class PartitionSession(
    EventHubConsumer consumer,
    PartitionOpening opening,
    CheckpointStore checkpoints,
    BatchWriter writer,
    DatabaseRetry retry,
    AggregatorTelemetry telemetry,
    DeadLetterDigest deadLetters,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    ILogger<PartitionSession> logger)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>Runs until the stream proves to be another, when the caller opens again, or until an exception ends it.</summary>
    /// <param name="ownership">The claim.</param>
    /// <param name="readingsPerBatch">Most readings that a batch waits for.</param>
    /// <param name="receiving">Ends receiving.</param>
    /// <param name="writing">Ends a batch under way; some time after <paramref name="receiving"/>.</param>
    public async Task RunAsync(PartitionOwnership ownership, int readingsPerBatch, CancellationToken receiving, CancellationToken writing)
    {
        var checkpoint = await opening.FindCheckpointAsync(ownership, receiving);
        await using var receiver = await opening.OpenAsync(ownership, checkpoint, receiving);
        var renewed = clock.GetTimestamp();
        // Waiting for events must not take longer than the claim may go without renewal.
        var wait = options.Value.Lease / 4 < MaxWait ? options.Value.Lease / 4 : MaxWait;
        await using var inflow = new EventInflow(receiver, checkpoint, readingsPerBatch, clock, receiving);
        while (inflow.Break is null)
        {
            if (await inflow.TakeAsync(wait, options.Value.Linger, receiving) is { } batch)
                checkpoint = await StoreAsync(ownership, checkpoint, batch, writing);
            else if (inflow.Break is null)
                await NoteIfCaughtUpAsync(ownership, checkpoint, receiving);
            AggregatorLog.TellOf(logger, deadLetters.Take());

            if (clock.GetElapsedTime(renewed) > options.Value.Lease / 4)
            {
                await retry.RunAsync(token => checkpoints.RenewAsync(ownership, options.Value.Claim, token), receiving);
                renewed = clock.GetTimestamp();
            }
        }

        await opening.BeginEpochAsync(ownership, inflow.Break, receiving);
    }

    private async Task<Checkpoint> StoreAsync(
        PartitionOwnership ownership, Checkpoint checkpoint, PendingBatch pending, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var activity = telemetry.StartProcessing(ownership.Partition, pending);
        telemetry.Storing(ownership.Partition, pending);
        var batch = MakeBatch(ownership, checkpoint, pending);
        try
        {
            var result = await retry.RunAsync(token => writer.WriteAsync(batch, token), cancellationToken);
            Report(batch, pending.EventCount, result, clock.GetElapsedTime(started));
            return batch.Next;
        }
        catch (Exception exception)
        {
            telemetry.Failed(activity, ownership.Partition, pending.EventCount, exception, clock.GetElapsedTime(started));
            throw;
        }
    }

    private static IngestBatch MakeBatch(PartitionOwnership ownership, Checkpoint checkpoint, PendingBatch pending)
    {
        var last = pending.Last!;
        var lastEnqueuedAt = last.EnqueuedTime.UtcDateTime;
        // The hub was asked some time ago, and the batch may go beyond its answer.
        var newest = pending.LastEnqueued is { } told ? Math.Max(told.SequenceNumber, last.SequenceNumber) : (long?)null;
        return new()
        {
            Ownership = ownership,
            Expected = checkpoint,
            Next = checkpoint.Advance(last.SequenceNumber, last.OffsetString, lastEnqueuedAt),
            Readings = pending.Decoded.Readings,
            DeadLetters = pending.Decoded.DeadLetters,
            LostEvents = StreamContinuity.CountLost(checkpoint, pending.First!.SequenceNumber, last.SequenceNumber, pending.EventCount),
            CaughtUpAt = newest == last.SequenceNumber ? Later(pending.LastEnqueued!.RetrievedAt, lastEnqueuedAt) : null,
            HubSequenceNumber = newest,
        };
    }

    private static DateTime Later(DateTime first, DateTime second) => first > second ? first : second;

    private void Report(IngestBatch batch, int events, IngestResult result, TimeSpan duration)
    {
        var partition = batch.Ownership.Partition.PartitionId;
        telemetry.Stored(batch, events, result, duration);
        AggregatorLog.BatchStored(logger, partition, events, batch.Next.SequenceNumber, result.ToString());
        if (batch.LostEvents > 0)
            AggregatorLog.EventsLost(logger, partition, batch.LostEvents, batch.Expected.SequenceNumber);
        foreach (var (origin, reason, detail) in deadLetters.Add(result.Refused))
            AggregatorLog.DeadLettered(logger, partition, origin.SequenceNumber, origin.Item, reason, detail);
    }

    // Asked before the properties are: whatever the hub took before that instant is behind the checkpoint.
    private async Task NoteIfCaughtUpAsync(PartitionOwnership ownership, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        var partition = await consumer.GetPartitionPropertiesAsync(ownership.Partition.PartitionId, cancellationToken);
        // Empty is also a partition whose events have all expired, whatever number the last one had.
        if (partition.IsEmpty || partition.LastEnqueuedSequenceNumber <= (checkpoint.SequenceNumber ?? -1))
        {
            await retry.RunAsync(
                token => checkpoints.MarkCaughtUpAsync(ownership, at, partition.LastEnqueuedSequenceNumber, token), cancellationToken);
            telemetry.CaughtUp(ownership.Partition.PartitionId);
        }
    }
}
