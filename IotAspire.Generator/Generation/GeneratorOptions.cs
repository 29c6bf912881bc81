using System.ComponentModel.DataAnnotations;

namespace IotAspire.Generator.Generation;

/// <summary>Configuration section <c>Generator</c>.</summary>
internal sealed class GeneratorOptions
{
    public const string Section = "Generator";

    /// <summary>Equal seeds give equal readings for equal instants.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Time between two readings of every sensor; null: as the catalogue says for each.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ErrorMessage = "Generator:Interval must be from 00:00:00.001 to 1.00:00:00.")]
    public TimeSpan? Interval { get; set; }

    /// <summary>How many readings of a sensor one event carries at most.</summary>
    [Range(1, 5000, ErrorMessage = "Generator:ReadingsPerEvent must be from 1 to 5000.")]
    public int ReadingsPerEvent { get; set; } = 1;

    /// <summary>Readings that wait for the hub; beyond them generation waits.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Generator:BufferedReadings must be from 1 to 10000000.")]
    public int BufferedReadings { get; set; } = 100_000;
}
