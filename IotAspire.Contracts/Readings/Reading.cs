namespace IotAspire.Contracts.Readings;

/// <summary>One value of one sensor at one instant.</summary>
/// <param name="SensorId">Matches <see cref="Catalogue.SensorIds"/>.</param>
/// <param name="MeasuredAt">By the sensor's clock: UTC, whole microseconds.</param>
/// <param name="Value">At most 1e100 in magnitude, in <paramref name="Unit"/>.</param>
/// <param name="Unit">At most 32 characters.</param>
public readonly record struct Reading(string SensorId, DateTime MeasuredAt, double Value, string Unit);
