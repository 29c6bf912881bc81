using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Faults;

/// <summary>The rates in a form that is fast to evaluate; one for all sensors. Pure.</summary>
internal sealed class FaultPlan
{
    // A reading has at most one of these, so one random number decides among them.
    private static readonly SensorFaultKind[] Single =
        [SensorFaultKind.OutOfRange, SensorFaultKind.Spike, SensorFaultKind.OutOfOrder, SensorFaultKind.Duplicate, SensorFaultKind.Malformed];

    private readonly double[] _upTo = new double[Single.Length];

    public FaultPlan(FaultRates rates)
    {
        var sum = 0.0;
        for (var i = 0; i < Single.Length; i++)
            _upTo[i] = sum += rates[Single[i]];
        FlatLine = EpisodePlan.Of(SensorFaultKind.FlatLine, rates[SensorFaultKind.FlatLine]);
        Drift = EpisodePlan.Of(SensorFaultKind.Drift, rates[SensorFaultKind.Drift]);
        ClockSkew = EpisodePlan.Of(SensorFaultKind.ClockSkew, rates[SensorFaultKind.ClockSkew]);
        Dropout = EpisodePlan.Of(SensorFaultKind.Dropout, rates[SensorFaultKind.Dropout]);
        BurstLate = EpisodePlan.Of(SensorFaultKind.BurstLate, rates[SensorFaultKind.BurstLate]);
        IsClean = sum + EpisodePlan.Kinds.Sum(kind => rates[kind]) == 0;
    }

    public bool IsClean { get; }

    public EpisodePlan FlatLine { get; }

    public EpisodePlan Drift { get; }

    public EpisodePlan ClockSkew { get; }

    public EpisodePlan Dropout { get; }

    public EpisodePlan BurstLate { get; }

    /// <summary>The share of readings with a fault of a single reading.</summary>
    public static double SumOfSingle(FaultRates rates) => Single.Sum(kind => rates[kind]);

    /// <summary>The fault of a single reading, by its random number; null for most.</summary>
    public SensorFaultKind? Choose(ulong hash)
    {
        var share = StableHash.ToUnit(hash);
        if (share >= _upTo[^1])
            return null;
        var index = 0;
        while (share >= _upTo[index])
            index++;
        return Single[index];
    }
}
