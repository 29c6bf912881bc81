namespace IotAspire.EventHubs;

/// <summary>The newest event of a partition, as the hub told it.</summary>
/// <param name="SequenceNumber">Its sequence number.</param>
/// <param name="EnqueuedAt">When the hub took it, UTC.</param>
/// <param name="RetrievedAt">When the hub looked, by its clock, UTC.</param>
public sealed record LastEnqueuedEvent(long SequenceNumber, DateTime EnqueuedAt, DateTime RetrievedAt);
