namespace IotAspire.Generator.Faults;

/// <summary>
/// When faults that last happen: time is cut into slots, and a slot holds one episode or none. So whether an instant lies in an
/// episode can be told without knowing what was before.
/// </summary>
/// <param name="Kind">Of the fault.</param>
/// <param name="Slot">Ticks of a slot.</param>
/// <param name="Shortest">Ticks of the shortest episode.</param>
/// <param name="Longest">Ticks of the longest episode; at most a slot.</param>
/// <param name="Chance">That a slot has an episode.</param>
internal sealed record EpisodePlan(SensorFaultKind Kind, long Slot, long Shortest, long Longest, double Chance)
{
    private static readonly Dictionary<SensorFaultKind, (TimeSpan Slot, TimeSpan Shortest, TimeSpan Longest)> Lengths = new()
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
        var (slot, shortest, longest) = Lengths[kind];
        return (shortest + longest) / 2 / slot;
    }

    /// <summary>Episodes of a kind that fill such a share of time.</summary>
    public static EpisodePlan Of(SensorFaultKind kind, double rate)
    {
        var (slot, shortest, longest) = Lengths[kind];
        return new(kind, slot.Ticks, shortest.Ticks, longest.Ticks, rate / MaxRate(kind));
    }
}
