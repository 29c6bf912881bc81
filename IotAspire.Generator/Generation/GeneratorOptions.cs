using IotAspire.Generator.Faults;

namespace IotAspire.Generator.Generation;

/// <summary>Configuration section <c>Generator</c>.</summary>
internal sealed class GeneratorOptions
{
    public const string Section = "Generator";

    /// <summary>The number of readings of maximum length that fit into an event of 1 MB.</summary>
    public const int MaxReadingsPerEvent = 2000;

    /// <summary>Where a simulation with a speed and without a history begins, before now.</summary>
    public static readonly TimeSpan AcceleratedHistory = TimeSpan.FromDays(1);

    /// <summary>Equal seeds give equal readings and equal faults for equal instants.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Time between two readings of every sensor; null: as the catalogue says for each.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>How long a history to make before the present, such as <c>30d</c>; null: none.</summary>
    public string? Backfill { get; set; }

    /// <summary>Simulated seconds in a second until the present is reached; null: as fast as the pipeline takes it.</summary>
    public double? Speed { get; set; }

    /// <summary>Which faults there are: <c>clean</c>, <c>realistic</c> or <c>dirty</c>.</summary>
    public string Profile { get; set; } = FaultProfiles.Default;

    /// <summary>Rates that differ from the profile's.</summary>
    public FaultOptions Faults { get; set; } = new();

    /// <summary>File to which every fault is written; empty: none.</summary>
    public string Ledger { get; set; } = "";

    /// <summary>How many readings one event carries at most.</summary>
    public int ReadingsPerEvent { get; set; } = 1;

    /// <summary>The same for history, which nobody waits for.</summary>
    public int HistoryReadingsPerEvent { get; set; } = 100;

    /// <summary>How long a reading waits for others to share an event or a batch with.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long the hub may be away before readings are lost.</summary>
    public TimeSpan BufferTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Rates of the profile, with those that were set.</summary>
    internal FaultRates Rates => Faults.Over(FaultProfiles.All[Profile]);

    /// <summary>What to simulate before the present.</summary>
    internal TimeSpan History =>
        Backfill is not null && HistoryLength.TryParse(Backfill, out var length) ? length : Speed is null ? TimeSpan.Zero : AcceleratedHistory;
}
