namespace IotAspire.Contracts.Readings;

/// <summary>One value of one sensor at one instant.</summary>
/// <param name="SensorId">Matches <see cref="Catalogue.SensorIds"/>.</param>
/// <param name="MeasuredAt">By the sensor's clock: UTC, whole microseconds.</param>
/// <param name="Value">At most 1e100 in magnitude, in <paramref name="Unit"/>.</param>
/// <param name="Unit">At most 32 characters.</param>
public readonly record struct Reading(string SensorId, DateTime MeasuredAt, double Value, string Unit);

/// <summary>A reading and the part of the event's body that holds it.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Index">Which element of an array; 0 for the whole body.</param>
/// <param name="Start">First byte of the part.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct DecodedReading(Reading Reading, int Index, int Start, int Length);

/// <summary>A part of an event's body that isn't a reading.</summary>
/// <param name="Index">Which element of an array; 0 for the whole body.</param>
/// <param name="Detail">What is wrong, naming the property and what is allowed.</param>
/// <param name="Start">First byte of the part.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record DecodingError(int Index, string Detail, int Start, int Length);

/// <summary>The envelope of an event that carries readings.</summary>
public static class ReadingEvent
{
    /// <summary>Media type of the body.</summary>
    public const string ContentType = "application/json";

    /// <summary>Application property that names the body's form; absent means version 1.</summary>
    public const string SchemaProperty = "schema";

    /// <summary>Version 1: one reading as an object, or many as an array.</summary>
    public const string Schema = "iotaspire.reading/1";

    /// <summary>W3C trace context of the event's production.</summary>
    public const string TraceParentProperty = "traceparent";
}
