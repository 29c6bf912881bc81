namespace IotAspire.Generator.Faults;

/// <summary>Share of readings, 0 to 1, that each fault meets.</summary>
internal sealed record FaultRates
{
    public double OutOfRange { get; init; }

    public double Spike { get; init; }

    public double FlatLine { get; init; }

    public double Drift { get; init; }

    public double ClockSkew { get; init; }

    public double Dropout { get; init; }

    public double BurstLate { get; init; }

    public double OutOfOrder { get; init; }

    public double Duplicate { get; init; }

    public double Malformed { get; init; }

    /// <summary>Of one kind.</summary>
    public double this[FaultKind kind] => kind switch
    {
        FaultKind.OutOfRange => OutOfRange,
        FaultKind.Spike => Spike,
        FaultKind.FlatLine => FlatLine,
        FaultKind.Drift => Drift,
        FaultKind.ClockSkew => ClockSkew,
        FaultKind.Dropout => Dropout,
        FaultKind.BurstLate => BurstLate,
        FaultKind.OutOfOrder => OutOfOrder,
        FaultKind.Duplicate => Duplicate,
        FaultKind.Malformed => Malformed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
