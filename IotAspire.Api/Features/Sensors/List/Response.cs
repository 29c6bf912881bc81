namespace IotAspire.Api.Features.Sensors.List;

/// <summary>All sensors.</summary>
/// <param name="Sensors">In the order of their ids.</param>
internal sealed record Response(IReadOnlyList<SensorResponse> Sensors);
