using IotAspire.Contracts.Catalogue;

namespace IotAspire.Generator.Signals;

/// <summary>
/// The shape of every sensor, by its type and unit, so that a new sensor needs a line in the catalogue and nothing else. What isn't
/// known, or doesn't fit into the sensor's range, gets a shape made of the range.
/// </summary>
internal static class SignalShapes
{
    // Share of the range that a base must keep from both ends, so that not everything is cut off there.
    private const double Margin = 0.02;

    // Finer decimals than that are beyond a double's precision for values near 1.
    private const double MaxSteps = 1e15;
    private static readonly SignalShape Celsius = new(21, 2.5, 15, 0.6, 0.4, 0.08, 1.5, -6, 100);
    private static readonly SignalShape Percent = new(45, -6, 15, 3, 2, 0.4, 5, 8, 10);
    private static readonly SignalShape Hectopascal = new(1013.25, 0.5, 10, 6, 0.2, 0.03, 0, 0, 100);
    private static readonly SignalShape Ppm = new(480, 10, 15, 10, 15, 6, 420, -60, 1);
    private static readonly SignalShape Watt = new(900, 80, 15, 40, 60, 25, 1800, 60, 10);

    private static readonly Dictionary<(string Type, string Unit), SignalShape> Known = new()
    {
        [("temperature", "°C")] = Celsius,
        [("temperature", "°F")] = Celsius.In(1.8, 32, 100),
        [("temperature", "K")] = Celsius.In(1, 273.15, 100),
        [("humidity", "%")] = Percent,
        [("humidity", "%RH")] = Percent,
        [("pressure", "hPa")] = Hectopascal,
        [("pressure", "mbar")] = Hectopascal,
        [("pressure", "kPa")] = Hectopascal.In(0.1, 0, 1000),
        [("pressure", "Pa")] = Hectopascal.In(100, 0, 1),
        [("co2", "ppm")] = Ppm,
        [("power", "W")] = Watt,
        [("power", "kW")] = Watt.In(0.001, 0, 10_000),
    };

    /// <summary>Never fails: every sensor of a valid catalogue has a shape.</summary>
    public static SignalShape Of(Sensor sensor)
    {
        var (min, max) = sensor.Range;
        var type = sensor.Type.Replace("₂", "2", StringComparison.Ordinal).ToLowerInvariant();
        var span = max - min;
        return Known.TryGetValue((type, sensor.Unit), out var shape) && Fits(shape, min, max) ? shape : OfRange(min, span);
    }

    // With a base near an end, or a range narrower than the daily cycle, most values would be cut off.
    private static bool Fits(SignalShape shape, double min, double max)
    {
        var margin = Margin * (max - min);
        return shape.Base >= min + margin && shape.Base <= max - margin && max - min >= 2 * (Math.Abs(shape.Daily) + shape.Weather);
    }

    private static SignalShape OfRange(double min, double span) => new(
        min + (0.5 * span), 0.1 * span, 15, 0.02 * span, 0.02 * span, 0.003 * span, 0.05 * span, 0, StepsFor(span));

    // A thousandth of the range or finer, in decimal steps.
    private static double StepsFor(double span)
    {
        var steps = 1.0;
        while (steps < MaxSteps && span * steps < 1000)
            steps *= 10;
        return steps;
    }
}

/// <summary>
/// How a kind of quantity behaves in a building; all in the sensor's unit but <paramref name="PeakHour"/>.
/// </summary>
/// <param name="Base">Mean over time.</param>
/// <param name="Daily">Half of the height of the daily cycle.</param>
/// <param name="PeakHour">Hour of the day, UTC, at which the daily cycle is highest.</param>
/// <param name="Weather">What near sensors have in common and changes over hours; standard deviation.</param>
/// <param name="Wander">What one sensor does by itself over days; standard deviation.</param>
/// <param name="Noise">What one sensor does by itself over minutes; standard deviation.</param>
/// <param name="Busy">What people and machines add when a room is fully used.</param>
/// <param name="Door">What an open door adds where the door is.</param>
/// <param name="StepsPerUnit">The sensor's resolution: 100 for two decimals.</param>
internal sealed record SignalShape(
    double Base, double Daily, double PeakHour, double Weather, double Wander, double Noise, double Busy, double Door, double StepsPerUnit)
{
    /// <summary>The same quantity in another unit.</summary>
    /// <param name="factor">Units of the new in one of the old.</param>
    /// <param name="offset">The new unit's number for the old zero.</param>
    /// <param name="stepsPerUnit">Resolution in the new unit.</param>
    public SignalShape In(double factor, double offset, double stepsPerUnit) => new(
        (Base * factor) + offset, Daily * factor, PeakHour, Weather * factor, Wander * factor, Noise * factor, Busy * factor, Door * factor, stepsPerUnit);
}
