using System.Text.Json;

namespace IotAspire.Contracts.Readings;

/// <summary>
/// Reads the JSON body of an event. What it accepts needs no second look: ids have the allowed form, instants are UTC in whole
/// microseconds, values are numbers that can be aggregated. One bad element of an array doesn't spoil the others.
/// </summary>
public static class ReadingDecoder
{
    private const int MaxErrorsPerEvent = 1000;

    /// <summary>Appends the readings of the body to <paramref name="readings"/> and what isn't one to <paramref name="errors"/>.</summary>
    /// <remarks>A body that isn't JSON gives one error for the whole and no reading.</remarks>
    public static void Decode(ReadOnlySpan<byte> body, List<DecodedReading> readings, List<DecodingError> errors)
    {
        var (readingsBefore, errorsBefore) = (readings.Count, errors.Count);
        try
        {
            var json = new Utf8JsonReader(body);
            json.Read();
            if (json.TokenType == JsonTokenType.StartArray)
                DecodeArray(ref json, readings, errors);
            else
                DecodeElement(ref json, 0, readings, errors);
            if (errors.Count - errorsBefore <= MaxErrorsPerEvent)
            {
                // Reads on, so that text after the value isn't overlooked.
                json.Read();
                return;
            }

            Fail($"more than {MaxErrorsPerEvent} elements aren't readings", body.Length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the text holds bytes that aren't UTF-8, or half a surrogate pair.
            Fail($"not JSON: {exception.Message}", body.Length);
        }

        void Fail(string detail, int length)
        {
            readings.RemoveRange(readingsBefore, readings.Count - readingsBefore);
            errors.RemoveRange(errorsBefore, errors.Count - errorsBefore);
            errors.Add(new(0, detail, 0, length));
        }
    }

    private static void DecodeArray(ref Utf8JsonReader json, List<DecodedReading> readings, List<DecodingError> errors)
    {
        var (index, max) = (0, errors.Count + MaxErrorsPerEvent);
        while (errors.Count <= max && json.Read() && json.TokenType != JsonTokenType.EndArray)
            DecodeElement(ref json, index++, readings, errors);
        if (index == 0)
            errors.Add(new(0, "an empty array; must hold at least one reading", 0, (int)json.BytesConsumed));
    }

    private static void DecodeElement(ref Utf8JsonReader json, int index, List<DecodedReading> readings, List<DecodingError> errors)
    {
        var start = (int)json.TokenStartIndex;
        var builder = new ReadingBuilder();
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
                builder.Read(ref json);
        }
        else
        {
            builder.Fail("reading", $"must be an object, is {json.TokenType}");
            json.Skip();
        }

        if (builder.TryBuild(out var reading, out var detail))
            readings.Add(new(reading, index, start, (int)json.BytesConsumed - start));
        else
            errors.Add(new(index, detail, start, (int)json.BytesConsumed - start));
    }
}
