namespace IotAspire.Storage.Ingest;

/// <summary>Another process owns the partition, or has moved its checkpoint: nothing of the batch was stored.</summary>
public sealed class OwnershipLostException(PartitionOwnership ownership)
    : Exception($"Partition {ownership.Partition.PartitionId} is no longer owned by {ownership.Owner} at level {ownership.OwnerLevel}.");
