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
    public double this[SensorFaultKind kind] => kind switch
    {
        SensorFaultKind.OutOfRange => OutOfRange,
        SensorFaultKind.Spike => Spike,
        SensorFaultKind.FlatLine => FlatLine,
        SensorFaultKind.Drift => Drift,
        SensorFaultKind.ClockSkew => ClockSkew,
        SensorFaultKind.Dropout => Dropout,
        SensorFaultKind.BurstLate => BurstLate,
        SensorFaultKind.OutOfOrder => OutOfOrder,
        SensorFaultKind.Duplicate => Duplicate,
        SensorFaultKind.Malformed => Malformed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
