using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Faults;

/// <summary>One kind of lasting fault of one sensor. Pure; remembers only the slot that it has looked at last.</summary>
internal struct Episodes(EpisodePlan plan, ulong origin)
{
    private long _slotStart = long.MinValue;
    private long _start;
    private long _end;

    /// <summary>A random number of the episode that <see cref="Cover"/> has found.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Its first tick.</summary>
    public readonly long Start => _start;

    /// <summary>How much of it has passed, 0 to 1.</summary>
    public readonly double ShareAt(long ticks) => (ticks - _start) / (double)(_end - _start);

    /// <summary>Whether the instant lies in an episode.</summary>
    public bool Cover(long ticks)
    {
        if ((ulong)(ticks - _slotStart) >= (ulong)plan.Slot)
            MoveTo(ticks);
        return ticks >= _start && ticks < _end;
    }

    private void MoveTo(long ticks)
    {
        var slot = ticks / plan.Slot;
        _slotStart = slot * plan.Slot;
        Hash = StableHash.Mix(origin, slot);
        (_start, _end) = (0, 0);
        if (StableHash.ToUnit(Hash) >= plan.Chance)
            return;
        var length = plan.Shortest + (long)(StableHash.ToUnit(StableHash.Mix(Hash, 1)) * (plan.Longest - plan.Shortest));
        _start = _slotStart + (long)(StableHash.ToUnit(StableHash.Mix(Hash, 2)) * (plan.Slot - length));
        _end = _start + length;
    }
}
