using System.Runtime.InteropServices;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>What a batch adds to every bucket of one level. Pure.</summary>
internal sealed class RollupDeltas(RollupLevel level, IngestLimits limits)
{
    private readonly Dictionary<RollupKey, RollupDelta> _deltas = [];

    public RollupLevel Level => level;

    /// <summary>In key order, so that two writers wait for each other instead of deadlocking.</summary>
    public IEnumerable<KeyValuePair<RollupKey, RollupDelta>> Ordered => _deltas.OrderBy(delta => delta.Key);

    public static RollupDeltas Of(
        RollupLevel level, IngestLimits limits, IEnumerable<ReadingRecord> stored, IEnumerable<RepeatedReading> repeated)
    {
        var deltas = new RollupDeltas(level, limits);
        foreach (var record in stored)
            deltas.Add(record);
        foreach (var (key, isConflict) in repeated)
            deltas.At(key).AddRepeated(isConflict);
        return deltas;
    }

    private void Add(in ReadingRecord record) => At(record.Key).Add(
        record.MeasuredAt,
        record.Value,
        limits.IsLate(level, record.MeasuredAt, record.EnqueuedAt),
        record.Flags.HasFlag(ReadingQuality.OutOfRange));

    private ref RollupDelta At(ReadingKey key) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_deltas, new(key.Sensor, level.BucketStart(key.MeasuredAt)), out _);
}

/// <summary>Primary key of a rollup table.</summary>
internal readonly record struct RollupKey(uint Sensor, DateTime BucketStart) : IComparable<RollupKey>
{
    public int CompareTo(RollupKey other) =>
        Sensor != other.Sensor ? Sensor.CompareTo(other.Sensor) : BucketStart.CompareTo(other.BucketStart);
}
