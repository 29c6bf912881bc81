namespace IotAspire.Contracts.Catalogue;

/// <summary>A sensor as <c>sensors.json</c> describes it.</summary>
/// <param name="SensorId">Matches <see cref="SensorIds"/>; unique in the catalogue.</param>
/// <param name="Type">What is measured, such as <c>temperature</c>.</param>
/// <param name="Unit">Unit of every value, such as <c>°C</c>.</param>
/// <param name="Latitude">Degrees, −90 to 90.</param>
/// <param name="Longitude">Degrees, −180 to 180.</param>
/// <param name="Range">Values that the sensor can truthfully give.</param>
/// <param name="Description">Where or what it is, for people.</param>
/// <param name="Interval">Expected time from one reading to the next.</param>
public sealed record Sensor(
    string SensorId,
    string Type,
    string Unit,
    double Latitude,
    double Longitude,
    SensorRange Range,
    string Description,
    TimeSpan Interval);
