using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>
/// The readers of one partition in one consumer group. Readers of all connections meet here, hence the lock. A reader with
/// an owner level ends all that have a lower one, the same one or none; without one it is refused while an owner reads.
/// </summary>
internal sealed class PartitionReaders
{
    private readonly Lock _lock = new();
    private readonly List<ConsumerLink> _readers = [];

    public IReadOnlyList<ConsumerLink> All
    {
        get
        {
            lock (_lock)
                return [.. _readers];
        }
    }

    public void Enter(ConsumerLink reader)
    {
        lock (_lock)
        {
            var owner = _readers.Max(other => other.OwnerLevel);
            if (owner > (reader.OwnerLevel ?? -1))
                throw new AmqpException(AmqpError.Stolen($"A receiver with the higher epoch {owner} reads the partition."));
            if (reader.OwnerLevel is { } level)
            {
                foreach (var other in _readers)
                    other.End(AmqpError.Stolen($"A new receiver with the epoch {level} took the partition."));
                _readers.Clear();
            }

            _readers.Add(reader);
        }
    }

    public void Leave(ConsumerLink reader)
    {
        lock (_lock)
            _readers.Remove(reader);
    }
}

/// <summary>What is known of a reader.</summary>
/// <param name="Link">Name of its link.</param>
/// <param name="Receiver">The name that it gave itself, if it did.</param>
/// <param name="OwnerLevel">Null for a reader that claims nothing.</param>
/// <param name="Credit">How many events it would take now.</param>
/// <param name="NextSequenceNumber">What it gets next.</param>
/// <param name="Lag">How many events are there that it hasn't got.</param>
internal sealed record ReaderState(string Link, string? Receiver, long? OwnerLevel, uint Credit, long NextSequenceNumber, long Lag);

/// <summary>A partition as one consumer group sees it.</summary>
internal sealed record PartitionOfGroup(EventHub Hub, ConsumerGroup Group, Partition Partition)
{
    public PartitionReaders Readers => Group.Readers(Partition.Id);
}
