namespace IotAspire.Generator.Signals;

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
