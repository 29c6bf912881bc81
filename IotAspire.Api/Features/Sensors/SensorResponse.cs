using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Sensors;

/// <summary>A sensor.</summary>
/// <param name="SensorId">Its id everywhere in this API.</param>
/// <param name="Type">What is measured; null while no catalogue describes the sensor.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Range">Values that it can truthfully give: minimum and maximum.</param>
/// <param name="Description">Where or what it is.</param>
/// <param name="ExpectedIntervalMs">Expected milliseconds from one reading to the next.</param>
/// <param name="Origin"><c>catalogue</c>, or <c>reading</c> for a sensor that no catalogue describes.</param>
internal sealed record SensorResponse(
    string SensorId,
    string? Type,
    string Unit,
    double? Latitude,
    double? Longitude,
    double[]? Range,
    string? Description,
    uint? ExpectedIntervalMs,
    string Origin)
{
    public static SensorResponse Of(SensorRow row) => new(
        row.SensorId,
        row.Type,
        row.Unit,
        row.Latitude,
        row.Longitude,
        row is { RangeMinimum: { } minimum, RangeMaximum: { } maximum } ? [minimum, maximum] : null,
        row.Description,
        row.ExpectedIntervalMs,
        row.Origin);
}
