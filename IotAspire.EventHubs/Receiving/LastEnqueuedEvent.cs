namespace IotAspire.EventHubs;

/// <summary>The newest event of a partition, as the hub told it.</summary>
/// <param name="SequenceNumber">Its sequence number; -1 where there never was one.</param>
/// <param name="RetrievedAt">When the hub was asked, by our clock, UTC.</param>
public sealed record LastEnqueuedEvent(long SequenceNumber, DateTime RetrievedAt);
