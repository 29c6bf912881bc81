namespace IotAspire.Generator.Faults;

/// <summary>
/// The share of readings, 0 to 1, that each fault affects: those of a profile, or configuration section <c>Generator:Faults</c>, in which null means
/// the profile's.
/// </summary>
internal sealed record FaultRates
{
    public double? OutOfRange { get; init; }

    public double? Spike { get; init; }

    public double? FlatLine { get; init; }

    public double? Drift { get; init; }

    public double? ClockSkew { get; init; }

    public double? Dropout { get; init; }

    public double? BurstLate { get; init; }

    public double? OutOfOrder { get; init; }

    public double? Duplicate { get; init; }

    public double? Malformed { get; init; }

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
    } ?? 0;

    /// <summary>The profile's rates, but for those that are set here.</summary>
    public FaultRates Over(FaultRates profile) => new()
    {
        OutOfRange = OutOfRange ?? profile.OutOfRange,
        Spike = Spike ?? profile.Spike,
        FlatLine = FlatLine ?? profile.FlatLine,
        Drift = Drift ?? profile.Drift,
        ClockSkew = ClockSkew ?? profile.ClockSkew,
        Dropout = Dropout ?? profile.Dropout,
        BurstLate = BurstLate ?? profile.BurstLate,
        OutOfOrder = OutOfOrder ?? profile.OutOfOrder,
        Duplicate = Duplicate ?? profile.Duplicate,
        Malformed = Malformed ?? profile.Malformed,
    };
}

/// <summary>Named sets of rates.</summary>
internal static class FaultProfiles
{
    public const string Default = "realistic";

    public static readonly IReadOnlyDictionary<string, FaultRates> All = new Dictionary<string, FaultRates>(StringComparer.OrdinalIgnoreCase)
    {
        ["clean"] = new(),

        // Good sensors in operation: a fault in most hours, and none that hides the signal.
        [Default] = new()
        {
            OutOfRange = 0.00005,
            Spike = 0.0001,
            FlatLine = 0.002,
            Drift = 0.005,
            ClockSkew = 0.001,
            Dropout = 0.002,
            BurstLate = 0.002,
            OutOfOrder = 0.0005,
            Duplicate = 0.0005,
            Malformed = 0.0001,
        },

        // The Time Series Benchmark Suite's chances of its IoT use case (pkg/data/usecases/iot/batch_config.go) for what it has: missing
        // entries 0.1, entries out of order 0.3, batches out of order 0.05, entries without a tag 0.01. It clears a field of one entry
        // in ten, of several that an entry has; a reading has one value, so that is left out. What it doesn't have is set to match.
        ["dirty"] = new()
        {
            Dropout = 0.1,
            OutOfOrder = 0.3,
            BurstLate = 0.05,
            Malformed = 0.01,
            OutOfRange = 0.01,
            Spike = 0.01,
            FlatLine = 0.01,
            Drift = 0.02,
            ClockSkew = 0.01,
            Duplicate = 0.05,
        },
    };
}
