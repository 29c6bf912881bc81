namespace IotAspire.EventHubs;

/// <summary>What an event hub says of itself.</summary>
/// <param name="Name">The hub's name.</param>
/// <param name="CreatedAt">When the hub was made, UTC, milliseconds: another value means another stream.</param>
/// <param name="PartitionIds">The partitions, in order.</param>
public sealed record EventHubProperties(string Name, DateTime CreatedAt, IReadOnlyList<string> PartitionIds);
