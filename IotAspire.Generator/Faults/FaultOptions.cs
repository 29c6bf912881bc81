namespace IotAspire.Generator.Faults;

/// <summary>Configuration section <c>Generator:Faults</c>: shares of readings, 0 to 1; null: as the profile says.</summary>
internal sealed class FaultOptions
{
    public double? OutOfRange { get; set; }

    public double? Spike { get; set; }

    public double? FlatLine { get; set; }

    public double? Drift { get; set; }

    public double? ClockSkew { get; set; }

    public double? Dropout { get; set; }

    public double? BurstLate { get; set; }

    public double? OutOfOrder { get; set; }

    public double? Duplicate { get; set; }

    public double? Malformed { get; set; }

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
