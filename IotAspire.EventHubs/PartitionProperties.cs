namespace IotAspire.EventHubs;

/// <summary>The state of a partition at the moment of asking.</summary>
/// <param name="PartitionId">The partition.</param>
/// <param name="IsEmpty">Whether it holds no event now (it may have held some).</param>
/// <param name="BeginningSequenceNumber">The first event still held.</param>
/// <param name="LastEnqueuedSequenceNumber">The newest event; -1 where there never was one.</param>
/// <param name="LastEnqueuedOffset">Its offset.</param>
/// <param name="LastEnqueuedAt">When it was taken, UTC, milliseconds.</param>
public sealed record PartitionProperties(
    string PartitionId,
    bool IsEmpty,
    long BeginningSequenceNumber,
    long LastEnqueuedSequenceNumber,
    string LastEnqueuedOffset,
    DateTime LastEnqueuedAt);
