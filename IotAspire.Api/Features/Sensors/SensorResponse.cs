using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Sensors;

/// <summary>A sensor.</summary>
/// <param name="SensorId">Its id everywhere in this API.</param>
/// <param name="Type">What is measured; null while no catalogue describes the sensor.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Latitude">Its coordinate on the floor plan; null while no catalogue describes the sensor.</param>
/// <param name="Longitude">Its coordinate on the floor plan; null while no catalogue describes the sensor.</param>
/// <param name="RangeMinimum">Lowest value that it can truthfully give.</param>
/// <param name="RangeMaximum">Highest value that it can truthfully give.</param>
/// <param name="Description">Where or what it is.</param>
/// <param name="ExpectedIntervalMs">Expected milliseconds from one reading to the next.</param>
/// <param name="Origin"><c>catalogue</c>, or <c>reading</c> for a sensor that no catalogue describes.</param>
internal sealed record SensorResponse(
    string SensorId,
    string? Type,
    string Unit,
    double? Latitude,
    double? Longitude,
    double? RangeMinimum,
    double? RangeMaximum,
    string? Description,
    long? ExpectedIntervalMs,
    string Origin)
{
    /// <summary>Of the documentation.</summary>
    public static readonly SensorResponse Example = new("kitchen-temperature", "temperature", "°C", 85, 20, 0, 45, "Kitchen", 1000, "catalogue");

    public static SensorResponse Of(SensorRow row) => new(
        row.SensorId, row.Type, row.Unit, row.Latitude, row.Longitude, row.RangeMinimum, row.RangeMaximum, row.Description, row.ExpectedIntervalMs, row.Origin);
}
