using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IotAspire.Contracts.Readings;

/// <summary>Writes readings as the JSON body of an event.</summary>
public static class ReadingEncoder
{
    /// <summary>How an instant is written: fixed width, six digits, <c>Z</c>.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    // The event is never put into HTML, and "°" as an escape would be longer and unreadable.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText SensorId = JsonEncodedText.Encode("sensorId");
    private static readonly JsonEncodedText MeasuredAt = JsonEncodedText.Encode("measuredAt");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText Unit = JsonEncodedText.Encode("unit");

    /// <summary>Writes one reading as an object, several as an array.</summary>
    /// <exception cref="ArgumentException">No readings.</exception>
    public static void Encode(ReadOnlySpan<Reading> readings, IBufferWriter<byte> output)
    {
        if (readings.IsEmpty)
            throw new ArgumentException("An event carries at least one reading.", nameof(readings));
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        if (readings.Length > 1)
            writer.WriteStartArray();
        foreach (ref readonly var reading in readings)
            Write(writer, reading);
        if (readings.Length > 1)
            writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, in Reading reading)
    {
        Span<char> time = stackalloc char[32];
        reading.MeasuredAt.TryFormat(time, out var length, TimeFormat, CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteString(SensorId, reading.SensorId);
        writer.WriteString(MeasuredAt, time[..length]);
        writer.WriteNumber(Value, reading.Value);
        writer.WriteString(Unit, reading.Unit);
        writer.WriteEndObject();
    }
}
