using System.Collections.Concurrent;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>A consumer group: who reads which partition on its behalf.</summary>
internal sealed class ConsumerGroup(string name, int partitions)
{
    private readonly ConcurrentDictionary<string, PartitionReaders> _readers = new(
        Enumerable.Range(0, partitions).Select(index => KeyValuePair.Create(HubStore.PartitionId(index), new PartitionReaders())));

    public string Name { get; } = name;

    public PartitionReaders Readers(string partitionId) => _readers[partitionId];
}
