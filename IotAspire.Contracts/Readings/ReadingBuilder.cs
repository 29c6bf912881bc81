using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using IotAspire.Contracts.Catalogue;

namespace IotAspire.Contracts.Readings;

/// <summary>Builds one reading from its properties; keeps the first error.</summary>
internal ref struct ReadingBuilder
{
    private const int MaxUnitLength = 32;

    // No sensor measures more, and beyond about 1e150 sums of squares overflow: one such reading would spoil its buckets.
    private const double MaxValue = 1e100;
    private const int MaxShownLength = 40;

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
            Fail(ref json, "sensorId", $"must be a text that matches {SensorIds.Form}");
    }

    private void ReadUnit(ref Utf8JsonReader json)
    {
        if (TryReadPlain(ref json, out var plain) && UnitTexts.Find(plain) is { } known)
            _unit = known;
        else if (ReadText(ref json) is { Length: > 0 and <= MaxUnitLength } text)
            _unit = plain.IsEmpty ? text : UnitTexts.Add(plain);
        else
            Fail(ref json, "unit", $"must be a text of 1 to {MaxUnitLength} characters");
    }

    private void ReadValue(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out var value) || !(Math.Abs(value) <= MaxValue))
            Fail(ref json, "value", "must be a number from -1e100 to 1e100");
        else if (Math.Abs(value) > NumberText.MaxInteger && !NumberText.IsExact(Encoding.ASCII.GetString(json.ValueSpan), value))
            Fail(ref json, "value", DescribeInexact(value));
        else
            _value = value;
    }

    private void ReadMeasuredAt(ref Utf8JsonReader json)
    {
        json.Read();
        var fault = InstantFault.Form;
        var instant = default(DateTime);
        if (json.TokenType == JsonTokenType.String)
            fault = Rfc3339.Parse(json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan, out instant);
        if (fault == InstantFault.None)
            _measuredAt = instant;
        else
            Fail(ref json, "measuredAt", $"{Rfc3339.Describe(fault)}; send it as \"{Rfc3339.Example}\"");
    }

    private static string DescribeInexact(double value) => string.Create(
        CultureInfo.InvariantCulture,
        $"is an integer that no double holds, it would become {new BigInteger(value)}; send at most {NumberText.MaxInteger:F0} either way, or, where rounding does no harm, an exponent as 9.01e15");

    // Ends where the value does.
    private void Fail(ref Utf8JsonReader json, string property, string message)
    {
        var shown = json.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"\"{Shorten(json.ValueSpan)}\"",
            _ => Shorten(json.ValueSpan),
        };
        Fail(property, $"{shown} {message}");
        json.Skip();
    }

    // With the escapes as they were sent, so that a log or a console shows a text and no command.
    private static string Shorten(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json.Length <= MaxShownLength ? json : json[..MaxShownLength]);
        return string.Concat(text.Select(unit => char.IsControl(unit) ? '\uFFFD' : unit)) + (json.Length <= MaxShownLength ? "" : "…");
    }

    // Moves to the value. Empty where it has escapes or isn't a text.
    private static bool TryReadPlain(ref Utf8JsonReader json, out ReadOnlySpan<byte> text)
    {
        json.Read();
        text = json.TokenType == JsonTokenType.String && !json.ValueIsEscaped ? json.ValueSpan : [];
        return !text.IsEmpty;
    }

    private static string? ReadText(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString() : null;
}

/// <summary>
/// Keeps one string for each text that comes again and again, such as sensor ids and units, so that decoding doesn't make a new
/// one for every reading. A table of fixed size in which a new text replaces the one in its slot, so it can't grow. Safe for any number of threads.
/// </summary>
internal sealed class Utf8Texts(int places)
{
    private readonly Entry?[] _entries = new Entry?[places];

    /// <summary>The text, if it was kept.</summary>
    public string? Find(ReadOnlySpan<byte> utf8) =>
        _entries[PlaceOf(utf8)] is { } entry && utf8.SequenceEqual(entry.Utf8) ? entry.Text : null;

    /// <summary>Makes the text and keeps it.</summary>
    public string Add(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        _entries[PlaceOf(utf8)] = new(utf8.ToArray(), text);
        return text;
    }

    private int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        // FNV-1a: ids of a fleet differ in few bytes, all of which count.
        var hash = 2166136261u;
        foreach (var unit in utf8)
            hash = (hash ^ unit) * 16777619u;
        return (int)((hash ^ (hash >> 15)) % (uint)_entries.Length);
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
