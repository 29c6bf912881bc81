namespace IotAspire.Api.Features.Readings.List;

/// <summary>Raw readings of a range.</summary>
/// <param name="From">First instant of the range.</param>
/// <param name="To">First instant after the range.</param>
/// <param name="AvailableFrom">Where it isn't null, older readings of the range have been dropped; aggregates are kept for longer.</param>
/// <param name="Count">All readings of the question, on all pages; null unless asked for.</param>
/// <param name="Readings">In the order asked for.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(DateTime From, DateTime To, DateTime? AvailableFrom, long? Count, IReadOnlyList<ReadingResponse> Readings, string? Next);

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
