using Azure.Messaging.EventHubs;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Ingest;

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
