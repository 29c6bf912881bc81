using System.Text.Json;
using IotAspire.Contracts.Catalogue;

namespace IotAspire.Contracts.Readings;

/// <summary>The fields of one reading while they are being read; remembers the first thing that is wrong.</summary>
internal ref struct ReadingFields
{
    private const int MaximumUnitLength = 32;

    // No sensor measures more, and beyond about 1e150 sums of squares overflow: one such reading would spoil its buckets.
    private const double LargestValue = 1e100;
    private const string TimeForm = "must be an RFC 3339 time in whole microseconds with Z or an offset, as \"2026-11-23T18:12:00.123456Z\"";

    // Every id and unit that they hold is valid.
    private static readonly Utf8Texts SensorIdTexts = new(places: 16_384);
    private static readonly Utf8Texts UnitTexts = new(places: 256);

    private string? _sensorId;
    private DateTime? _measuredAt;
    private double? _value;
    private string? _unit;
    private string? _error;

    /// <summary>Reads one property; the reader stands on its name, and afterwards on the end of its value.</summary>
    public void Read(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("sensorId"u8))
            ReadSensorId(ref json);
        else if (json.ValueTextEquals("measuredAt"u8))
            ReadMeasuredAt(ref json);
        else if (json.ValueTextEquals("value"u8))
            ReadValue(ref json);
        else if (json.ValueTextEquals("unit"u8))
            ReadUnit(ref json);
        else
            json.Skip();
    }

    public void Fail(string property, string message) => _error ??= $"{property}: {message}";

    public readonly bool TryBuild(out Reading reading, out string error)
    {
        reading = default;
        error = _error
            ?? (_sensorId is null ? "sensorId: missing"
            : _measuredAt is null ? "measuredAt: missing"
            : _value is null ? "value: missing"
            : _unit is null ? "unit: missing" : "");
        if (error.Length > 0)
            return false;
        reading = new(_sensorId!, _measuredAt!.Value, _value!.Value, _unit!);
        return true;
    }

    private void ReadSensorId(ref Utf8JsonReader json)
    {
        if (TryReadPlain(ref json, out var plain) && SensorIdTexts.Find(plain) is { } known)
            _sensorId = known;
        else if (ReadText(ref json) is { } text && SensorIds.IsValid(text))
            _sensorId = plain.IsEmpty ? text : SensorIdTexts.Add(plain);
        else
            Fail("sensorId", $"must be a text that matches {SensorIds.Form}");
    }

    private void ReadUnit(ref Utf8JsonReader json)
    {
        if (TryReadPlain(ref json, out var plain) && UnitTexts.Find(plain) is { } known)
            _unit = known;
        else if (ReadText(ref json) is { Length: > 0 and <= MaximumUnitLength } text)
            _unit = plain.IsEmpty ? text : UnitTexts.Add(plain);
        else
            Fail("unit", $"must be a text of 1 to {MaximumUnitLength} characters");
    }

    private void ReadValue(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var value) && Math.Abs(value) <= LargestValue)
            _value = value;
        else
            Fail("value", "must be a number from -1e100 to 1e100");
        json.Skip();
    }

    private void ReadMeasuredAt(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && InstantText.TryParse(json.ValueSpan, out var instant))
            _measuredAt = instant;
        else if (json.TokenType == JsonTokenType.String && !json.ValueIsEscaped
            && HasOffsetAndWholeMicroseconds(json.ValueSpan) && json.TryGetDateTimeOffset(out var time))
            _measuredAt = time.UtcDateTime;
        else
            Fail("measuredAt", TimeForm);
        json.Skip();
    }

    // The runtime's parser takes a time without offset for local time, and drops digits below 100 ns.
    private static bool HasOffsetAndWholeMicroseconds(ReadOnlySpan<byte> text)
    {
        const int secondsEnd = 19;
        if (text.Length <= secondsEnd)
            return false;
        var offset = text[secondsEnd..].IndexOfAny("Z+-"u8);
        if (offset < 0)
            return false;
        var fraction = text.Slice(secondsEnd, offset);
        return fraction.Length <= 7 || fraction[7..].IndexOfAnyExcept((byte)'0') < 0;
    }

    // Moves to the value. Empty where it has escapes or isn't a text.
    private static bool TryReadPlain(ref Utf8JsonReader json, out ReadOnlySpan<byte> text)
    {
        json.Read();
        text = json.TokenType == JsonTokenType.String && !json.ValueIsEscaped ? json.ValueSpan : [];
        return !text.IsEmpty;
    }

    private static string? ReadText(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            return json.GetString();
        json.Skip();
        return null;
    }
}
