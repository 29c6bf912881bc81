namespace IotAspire.Api.Features.Readings.List;

/// <summary>Raw readings of a range.</summary>
/// <param name="From">First instant of the range.</param>
/// <param name="To">First instant after the range.</param>
/// <param name="Readings">In the order of their times.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(DateTime From, DateTime To, IReadOnlyList<ReadingResponse> Readings, string? Next);

/// <summary>A raw reading.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="MeasuredAt">By the sensor's clock.</param>
/// <param name="Value">In the unit.</param>
/// <param name="Unit">The sensor's unit.</param>
/// <param name="EnqueuedAt">When the event hub took it.</param>
/// <param name="OutOfRange">Whether the value lies outside the sensor's range.</param>
/// <param name="Late">Whether it came after its minute was closed.</param>
internal sealed record ReadingResponse(
    string SensorId, DateTime MeasuredAt, double Value, string Unit, DateTime EnqueuedAt, bool OutOfRange, bool Late);
