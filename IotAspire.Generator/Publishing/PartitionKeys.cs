using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Publishing;

/// <summary>
/// The partition key of each sensor. Few sensors that aren't packed have their ids. Otherwise sensors share keys, so that an event or
/// a batch can hold readings of many; a sensor keeps its key, and so its order. Pure.
/// </summary>
internal sealed class PartitionKeys
{
    /// <summary>Up to this number, sensors that aren't packed have a key each.</summary>
    public const int MaxOwnKeys = 256;

    /// <summary>Shared keys: more than a hub has partitions, so that they spread evenly.</summary>
    public const int MaxSharedKeys = 64;

    private readonly string[] _shared;

    public PartitionKeys(int sensors, int readingsPerEvent)
    {
        if (sensors <= MaxOwnKeys && readingsPerEvent == 1)
            _shared = [];
        else
            _shared = [.. Enumerable.Range(0, Count(sensors, readingsPerEvent)).Select(number => $"shard-{number}")];
    }

    public string Of(string sensorId) =>
        _shared.Length == 0 ? sensorId : _shared[(int)(StableHash.Of(sensorId, 0) % (uint)_shared.Length)];

    // Each key has sensors enough to fill an event at once; a power of two, so that it seldom changes with the catalogue.
    private static int Count(int sensors, int readingsPerEvent)
    {
        var count = 1;
        while (count < MaxSharedKeys && count * 2 * readingsPerEvent <= sensors)
            count *= 2;
        return count;
    }
}
