namespace IotAspire.Storage.Ingest;

/// <summary>A claim on a partition; valid until another process raises the owner level.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="OwnerLevel">Fencing token: the event hub and every transaction check it.</param>
public sealed record PartitionOwnership(PartitionAddress Partition, string Owner, long OwnerLevel);
