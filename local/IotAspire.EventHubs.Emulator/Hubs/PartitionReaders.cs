using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>
/// The readers of one partition in one consumer group. Readers of all connections meet here, hence the lock. A reader with
/// an owner level ends all that have a lower one, the same one or none; without one it is refused while an owner reads.
/// </summary>
internal sealed class PartitionReaders
{
    private readonly Lock _lock = new();
    private readonly List<IPartitionReader> _readers = [];

    public IReadOnlyList<IPartitionReader> All
    {
        get
        {
            lock (_lock)
                return [.. _readers];
        }
    }

    public void Enter(IPartitionReader reader)
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

    public void Leave(IPartitionReader reader)
    {
        lock (_lock)
            _readers.Remove(reader);
    }
}
