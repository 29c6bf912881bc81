using System.Runtime.InteropServices;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>What a batch adds to the buckets of one level, in key order, so that two writers wait for each other instead of deadlocking.</summary>
internal sealed class RollupDeltas(RollupLevel level, DateTime keptFrom, TimeSpan allowedLateness)
{
    private readonly List<KeyValuePair<RollupKey, RollupDelta>> _buckets = [];
    private RollupKey _key;
    private DateTime _end;
    private DateTime _closed;
    private RollupDelta _delta;
    private bool _isOpen;

    public RollupLevel Level => level;

    private DateTime KeptFrom => keptFrom;

    public IReadOnlyList<KeyValuePair<RollupKey, RollupDelta>> Buckets => _buckets;

    /// <summary>A number of buckets starting with this one, or the rest.</summary>
    public ReadOnlySpan<KeyValuePair<RollupKey, RollupDelta>> Slice(int start, int count) =>
        CollectionsMarshal.AsSpan(_buckets).Slice(start, Math.Min(count, _buckets.Count - start));

    /// <summary>Of all levels. The sums of coarse buckets are merged from fine ones, which is cheaper than adding each reading again.</summary>
    /// <param name="limits">For what is late, and for what is kept.</param>
    /// <param name="stored">In key order.</param>
    /// <param name="repeated">In key order.</param>
    public static RollupDeltas[] Of(IngestLimits limits, List<StoredReading> stored, List<RepeatedReading> repeated)
    {
        RollupDeltas[] levels = [.. RollupLevel.All.Select(level => new RollupDeltas(level, limits.KeptFrom(level), limits.AllowedLateness))];
        var again = 0;
        foreach (ref readonly var record in CollectionsMarshal.AsSpan(stored))
        {
            for (; again < repeated.Count && repeated[again].Key.CompareTo(record.Key) < 0; again++)
                AddRepeated(levels, repeated[again]);
            Add(levels, record);
        }

        for (; again < repeated.Count; again++)
            AddRepeated(levels, repeated[again]);
        Close(levels, levels.Length - 1);
        return levels;
    }

    private static void Add(RollupDeltas[] levels, in StoredReading record)
    {
        OpenAt(levels, record.Key);
        ref var finest = ref levels[0]._delta;
        finest.Add(record.MeasuredAt, record.Value, record.Flags);
        if (record.EnqueuedAt <= levels[0]._closed)
            return;
        finest.NoteLate(record.EnqueuedAt);
        foreach (var level in levels)
        {
            if (record.EnqueuedAt > level._closed)
                level._delta.AddLate();
        }
    }

    private static void AddRepeated(RollupDeltas[] levels, RepeatedReading repeated)
    {
        OpenAt(levels, repeated.Key);
        foreach (var level in levels)
            level._delta.AddRepeated(repeated.IsConflict);
    }

    private static void OpenAt(RollupDeltas[] levels, ReadingKey key)
    {
        // A bucket never outlasts the coarser one around it, so those that end here are the first few levels.
        var ended = -1;
        for (var i = 0; i < levels.Length && !levels[i].Holds(key); i++)
            ended = i;
        Close(levels, ended);
        for (var i = 0; i <= ended; i++)
            levels[i].Open(key);
    }

    private static void Close(RollupDeltas[] levels, int last)
    {
        for (var i = 0; i <= last; i++)
        {
            if (!levels[i]._isOpen)
                continue;
            if (i + 1 < levels.Length)
                levels[i + 1]._delta.Merge(levels[i]._delta);
            // A bucket that is gone must not come back with a part of its readings.
            if (levels[i]._key.BucketStart >= levels[i].KeptFrom)
                levels[i]._buckets.Add(new(levels[i]._key, levels[i]._delta));
            levels[i]._isOpen = false;
        }
    }

    // Keys come in order, so only the end has to be looked at.
    private bool Holds(ReadingKey key) => _isOpen && key.Sensor == _key.Sensor && key.MeasuredAt < _end;

    private void Open(ReadingKey key)
    {
        _key = new(key.Sensor, level.BucketStart(key.MeasuredAt));
        _end = _key.BucketStart + level.Size;
        _closed = _end + allowedLateness;
        _delta = default;
        _isOpen = true;
    }
}

/// <summary>Primary key of a rollup table.</summary>
internal readonly record struct RollupKey(uint Sensor, DateTime BucketStart);
