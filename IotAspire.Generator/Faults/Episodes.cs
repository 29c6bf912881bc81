using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Faults;

/// <summary>
/// One kind of lasting fault of one sensor. Pure; caches only the last slot, in little space, because fleets have many.
/// </summary>
internal struct Episodes
{
    private long _slotStart = long.MinValue;
    private int _startMs;
    private int _endMs;

    public Episodes()
    {
    }

    /// <summary>First tick of the episode that <see cref="Cover"/> has found.</summary>
    public readonly long Start => _slotStart + (_startMs * TimeSpan.TicksPerMillisecond);

    /// <summary>How much of it has passed, 0 to 1.</summary>
    public readonly double ShareAt(long ticks) => (ticks - Start) / (double)((_endMs - _startMs) * TimeSpan.TicksPerMillisecond);

    /// <summary>The random number of the episode.</summary>
    public readonly ulong HashOf(EpisodePlan plan, ulong sensor) => HashOf(plan, sensor, _slotStart / plan.Slot);

    /// <summary>Whether the instant lies in an episode. Plan and sensor must be the same in every call.</summary>
    public bool Cover(long ticks, EpisodePlan plan, ulong sensor)
    {
        if ((ulong)(ticks - _slotStart) >= (ulong)plan.Slot)
            MoveTo(ticks / plan.Slot, plan, sensor);
        var since = ticks - _slotStart;
        return since >= _startMs * TimeSpan.TicksPerMillisecond && since < _endMs * TimeSpan.TicksPerMillisecond;
    }

    private static ulong HashOf(EpisodePlan plan, ulong sensor, long slot) => StableHash.Mix(StableHash.Mix(sensor, -1 - (long)plan.Kind), slot);

    private void MoveTo(long slot, EpisodePlan plan, ulong sensor)
    {
        _slotStart = slot * plan.Slot;
        (_startMs, _endMs) = (0, 0);
        var hash = HashOf(plan, sensor, slot);
        if (StableHash.ToUnit(hash) >= plan.Chance)
            return;
        var length = plan.MinLength + (StableHash.ToUnit(StableHash.Mix(hash, 1)) * (plan.MaxLength - plan.MinLength));
        var start = StableHash.ToUnit(StableHash.Mix(hash, 2)) * (plan.Slot - length);
        _startMs = (int)(start / TimeSpan.TicksPerMillisecond);
        _endMs = _startMs + (int)(length / TimeSpan.TicksPerMillisecond);
    }
}

/// <summary>
/// When faults that last happen: time is cut into slots, and a slot holds one episode or none. So whether an instant lies in an
/// episode doesn't depend on earlier instants.
/// </summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Slot">Ticks of a slot.</param>
/// <param name="MinLength">Ticks of the shortest episode.</param>
/// <param name="MaxLength">Ticks of the longest episode; at most a slot.</param>
/// <param name="Chance">That a slot has an episode.</param>
internal sealed record EpisodePlan(SensorFaultKind Kind, long Slot, long MinLength, long MaxLength, double Chance)
{
    private static readonly Dictionary<SensorFaultKind, (TimeSpan Slot, TimeSpan Min, TimeSpan Max)> Lengths = new()
    {
        [SensorFaultKind.FlatLine] = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(20)),
        [SensorFaultKind.Drift] = (TimeSpan.FromHours(8), TimeSpan.FromHours(1), TimeSpan.FromHours(4)),
        [SensorFaultKind.ClockSkew] = (TimeSpan.FromHours(3), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(45)),
        [SensorFaultKind.Dropout] = (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2)),
        [SensorFaultKind.BurstLate] = (TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)),
    };

    /// <summary>Kinds that last.</summary>
    public static IEnumerable<SensorFaultKind> Kinds => Lengths.Keys;

    /// <summary>The largest share of time that a kind's episodes can fill.</summary>
    public static double MaxRate(SensorFaultKind kind)
    {
        var (slot, min, max) = Lengths[kind];
        return (min + max) / 2 / slot;
    }

    /// <summary>Episodes of a kind that fill such a share of time.</summary>
    public static EpisodePlan Of(SensorFaultKind kind, double rate)
    {
        var (slot, min, max) = Lengths[kind];
        return new(kind, slot.Ticks, min.Ticks, max.Ticks, rate / MaxRate(kind));
    }
}
