namespace IotAspire.Api.Features.Readings.Latest;

/// <summary>The newest reading of each sensor.</summary>
/// <param name="Readings">In the order in which the sensors became known; sensors without any reading are left out.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(IReadOnlyList<LatestReading> Readings, string? Next);

/// <summary>A sensor's newest reading.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="MeasuredAt">By the sensor's clock.</param>
/// <param name="Value">In the unit.</param>
/// <param name="Unit">The sensor's unit.</param>
internal sealed record LatestReading(string SensorId, DateTime MeasuredAt, double Value, string Unit);
