using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Readings;

/// <summary>Columns that several answers share.</summary>
internal static class ReadingFields
{
    public static readonly Field SensorId = new("sensorId", ValueKind.Text, "Id of the sensor.");
    public static readonly Field MeasuredAt = new("measuredAt", ValueKind.Instant, "When the value was measured, by the sensor's clock, UTC.");
    public static readonly Field Value = new("value", ValueKind.Number, "Measured value.", Unit: Field.SensorsUnit);
    public static readonly Field Unit = new("unit", ValueKind.Text, "Unit of the values.");
    public static readonly Field EnqueuedAt = new("enqueuedAt", ValueKind.Instant, "When the event hub enqueued the reading, UTC.");
    public static readonly Field OutOfRange = new("outOfRange", ValueKind.Flag, "Whether the value lies outside the sensor's range.");
    public static readonly Field Late = new("late", ValueKind.Flag, "Whether the reading arrived after its minute was closed.");
}
