namespace IotAspire.Api.Features.Sensors.List;

/// <summary>Sensors.</summary>
/// <param name="Sensors">In the order in which they became known.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(IReadOnlyList<SensorResponse> Sensors, string? Next);
