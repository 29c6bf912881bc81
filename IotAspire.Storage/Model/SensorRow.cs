namespace IotAspire.Storage.Model;

/// <summary>Table <c>sensors</c>: every sensor of the catalogue, and every other that has sent a reading.</summary>
public sealed class SensorRow
{
    /// <summary>The short key that readings and rollups use.</summary>
    public uint Id { get; set; }

    /// <summary>The id that everybody else uses.</summary>
    public required string SensorId { get; set; }

    /// <summary>What is measured; null while the catalogue doesn't know the sensor.</summary>
    public string? Type { get; set; }

    /// <summary>Unit of every value.</summary>
    public required string Unit { get; set; }

    /// <summary>Degrees; null while the catalogue doesn't know the sensor.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees; null while the catalogue doesn't know the sensor.</summary>
    public double? Longitude { get; set; }

    /// <summary>Lowest true value; null while the catalogue doesn't know the sensor.</summary>
    public double? RangeMinimum { get; set; }

    /// <summary>Highest true value; null while the catalogue doesn't know the sensor.</summary>
    public double? RangeMaximum { get; set; }

    /// <summary>Where or what it is; null while the catalogue doesn't know the sensor.</summary>
    public string? Description { get; set; }

    /// <summary>Expected milliseconds between readings; null while the catalogue doesn't know the sensor.</summary>
    public uint? ExpectedIntervalMs { get; set; }

    /// <summary>One of <see cref="SensorOrigin"/>.</summary>
    public required string Origin { get; set; }
}

/// <summary>How a sensor came into the table <c>sensors</c>.</summary>
public static class SensorOrigin
{
    /// <summary>The catalogue describes it.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>It sent a reading before any catalogue described it.</summary>
    public const string Reading = "reading";
}
