namespace IotAspire.Generator.Generation;

/// <summary>Configuration section <c>Generator</c>.</summary>
internal sealed class GeneratorOptions
{
    public const string Section = "Generator";

    /// <summary>So many of the longest readings still fit into an event of 1 MB.</summary>
    public const int MostReadingsPerEvent = 2000;

    /// <summary>Equal seeds give equal readings for equal instants.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Time between two readings of every sensor; null: as the catalogue says for each.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>How many readings of a sensor one event carries at most.</summary>
    public int ReadingsPerEvent { get; set; } = 1;

    /// <summary>Readings that wait for the hub; beyond them generation waits.</summary>
    public int BufferedReadings { get; set; } = 100_000;
}
