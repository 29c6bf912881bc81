using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>A partition as one consumer group sees it.</summary>
internal sealed record PartitionOfGroup(EventHub Hub, ConsumerGroup Group, Partition Partition)
{
    public PartitionReaders Readers => Group.Readers(Partition.Id);
}
