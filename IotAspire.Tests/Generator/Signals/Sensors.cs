using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Signals;

namespace IotAspire.Tests.Generator.Signals;

/// <summary>Sensors for tests, and what their signals give.</summary>
internal static class Sensors
{
    /// <summary>A Wednesday.</summary>
    public static readonly DateTime Midnight = new(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc);

    public static readonly SensorCatalogue Building = SensorCatalogueFile.Load(Support.Repository.PathOf("sensors.json"));

    public static Sensor Sensor(
        string id = "any", string type = "temperature", string unit = "°C", double minimum = 0, double maximum = 45, string description = "Room", double latitude = 0, double longitude = 0) =>
        new(id, type, unit, latitude, longitude, new(minimum, maximum), description, TimeSpan.FromSeconds(1));

    public static SensorSignal Signal(Sensor sensor, int seed = 1, params Sensor[] others) => new(sensor, new FloorPlan([sensor, .. others]), seed);

    /// <summary>Values from <see cref="Midnight"/> on.</summary>
    public static double[] Series(Func<long, double> value, TimeSpan step, int count) =>
        [.. Enumerable.Range(0, count).Select(index => value((Midnight + (index * step)).Ticks))];

    public static double Deviation(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    public static double Correlation(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (mean, otherMean) = (one.Average(), other.Average());
        return one.Zip(other, (a, b) => (a - mean) * (b - otherMean)).Average() / (Deviation([.. one]) * Deviation([.. other]));
    }

    /// <summary>Correlation of a series with itself, so many steps later.</summary>
    public static double Autocorrelation(double[] values, int lag) => Correlation(values[..^lag], values[lag..]);
}
