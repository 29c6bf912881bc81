using System.ComponentModel.DataAnnotations;
using System.Globalization;
using IotAspire.Generator.Faults;

namespace IotAspire.Generator.Generation;

/// <summary>Configuration section <c>Generator</c>.</summary>
internal sealed class GeneratorOptions : IValidatableObject
{
    public const string Section = "Generator";

    /// <summary>The number of readings of maximum length that fit into an event of 1 MB.</summary>
    public const int MaxReadingsPerEvent = 2000;

    private static readonly TimeSpan MaxHistory = TimeSpan.FromDays(3660);

    /// <summary>Where a simulation with a speed and without a history begins, before now.</summary>
    public static readonly TimeSpan AcceleratedHistory = TimeSpan.FromDays(1);

    /// <summary>Equal seeds give equal readings and equal faults for equal instants.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Time between two readings of every sensor; null: as the catalogue says for each.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? Interval { get; set; }

    /// <summary>How long a history to make before the present, such as <c>30d</c>; null: none.</summary>
    public string? Backfill { get; set; }

    /// <summary>Simulated seconds in a second until the present is reached; null: as fast as the pipeline takes it.</summary>
    [Range(1.0, 1_000_000.0)]
    public double? Speed { get; set; }

    /// <summary>Which faults there are: <c>clean</c>, <c>realistic</c> or <c>dirty</c>.</summary>
    public string Profile { get; set; } = FaultProfiles.Default;

    /// <summary>Rates that differ from the profile's.</summary>
    public FaultRates Faults { get; set; } = new();

    /// <summary>File to which every fault is written; empty: none.</summary>
    public string Ledger { get; set; } = "";

    /// <summary>How many readings one event carries at most.</summary>
    [Range(1, MaxReadingsPerEvent)]
    public int ReadingsPerEvent { get; set; } = 1;

    /// <summary>The same for history, which isn't urgent.</summary>
    [Range(1, MaxReadingsPerEvent)]
    public int HistoryReadingsPerEvent { get; set; } = 100;

    /// <summary>How long a reading waits for others to share an event or a batch with.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long the hub may be away before readings are lost.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan BufferTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Rates of the profile, with those that were set.</summary>
    internal FaultRates Rates => Faults.Over(FaultProfiles.All[Profile]);

    /// <summary>What to simulate before the present.</summary>
    internal TimeSpan History =>
        Backfill is not null && HistoryLength.TryParse(Backfill, out var length) ? length : Speed is null ? TimeSpan.Zero : AcceleratedHistory;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Backfill is not null && !(HistoryLength.TryParse(Backfill, out var length) && length >= TimeSpan.FromSeconds(1) && length <= MaxHistory))
            yield return new($"is \"{Backfill}\", must be {HistoryLength.Allowed}, from a second to {MaxHistory.TotalDays} days", [nameof(Backfill)]);
        if (Generator.Faults.Ledger.FindFault(Ledger) is { } fault)
            yield return new($"is \"{Ledger}\", can't be written: {fault}", [nameof(Ledger)]);
        if (!FaultProfiles.All.ContainsKey(Profile))
        {
            yield return new($"is \"{Profile}\", must be one of {string.Join(", ", FaultProfiles.All.Keys)}", [nameof(Profile)]);
            yield break;
        }

        foreach (var kind in Enum.GetValues<SensorFaultKind>())
        {
            var (rate, max) = (Rates[kind], EpisodePlan.Kinds.Contains(kind) ? EpisodePlan.MaxRate(kind) : 1);
            if (!(rate >= 0 && rate <= max))
                yield return new(string.Create(CultureInfo.InvariantCulture, $"is {rate}, must be from 0 to {max}"), [$"{nameof(Faults)}:{kind}"]);
        }

        if (FaultPlan.SumOfSingle(Rates) > 1)
            yield return new("of single readings must add up to at most 1", [nameof(Faults)]);
    }
}

/// <summary>A length of time as people write it on a command line: <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>, or <c>1.12:00:00</c>.</summary>
internal static class HistoryLength
{
    public const string Allowed = "a number with s, m, h or d, as 30d, or a time, as 1.12:00:00";

    public static bool TryParse(string text, out TimeSpan length)
    {
        // "30" alone would be thirty days to the runtime and anything to people.
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out length);
        length = default;
        if (text.Length < 2 || UnitOf(text[^1]) is not { } unit
            || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * unit.Ticks >= TimeSpan.MaxValue.Ticks)
            return false;
        length = unit * number;
        return true;
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
