namespace IotAspire.Storage.Ingest;

/// <summary>One partition as one consumer group reads it: the key of a checkpoint.</summary>
/// <param name="EventHub">Name of the event hub.</param>
/// <param name="ConsumerGroup">Name of the consumer group.</param>
/// <param name="PartitionId">The partition.</param>
public sealed record PartitionAddress(string EventHub, string ConsumerGroup, string PartitionId);
