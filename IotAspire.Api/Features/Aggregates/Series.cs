using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>What one line of a chart is about: a sensor, or sensors taken together.</summary>
/// <param name="Key">Tells it from every other; its column's name in a wide answer.</param>
/// <param name="Labels">What its rows say of it, in the order of <see cref="Grouping.Fields"/>.</param>
/// <param name="Sensors">In the order of their numbers.</param>
internal sealed record Series(string Key, IReadOnlyList<string?> Labels, IReadOnlyList<SensorRow> Sensors)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Expected readings per second; not a number where the interval of a sensor isn't known.</summary>
    public double ExpectedRate { get; } = Sensors.Sum(sensor => sensor.ExpectedIntervalMs is { } interval and > 0 ? MillisecondsPerSecond / interval : double.NaN);
}
