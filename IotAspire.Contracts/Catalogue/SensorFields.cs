using System.Globalization;
using System.Text.Json;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Reads the fields of one JSON object; what is missing or wrong becomes an error with its place.</summary>
internal sealed class SensorFields
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    // The first form of the file had these.
    private static readonly Dictionary<string, string> OlderNames = new() { ["lat"] = "latitude", ["lng"] = "longitude" };

    // What other formats call these properties.
    private static readonly IReadOnlyDictionary<string, string> OtherNames =
        NearWords.Others("sensorId: id; description: name; longitude: lon long; range: min max; interval: period");

    private readonly string _place;
    private readonly List<CatalogueError> _errors;
    private readonly Dictionary<string, JsonProperty> _properties = new(StringComparer.Ordinal);

    /// <param name="element">The object.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="names">The properties that it may have.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public SensorFields(JsonElement element, string place, string[] names, List<CatalogueError> errors)
    {
        (_place, _errors) = (place, errors);
        IsObject = element.ValueKind == JsonValueKind.Object;
        if (!IsObject)
        {
            errors.Add(new(place, $"must be an object, is {Describe(element)}"));
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = OlderNames.GetValueOrDefault(property.Name, property.Name);
            // A property that is misspelt and passed over would leave its default in force.
            if (!names.Contains(name, StringComparer.Ordinal))
                errors.Add(new(PlaceOf(Shorten(property.Name)), $"isn't known here; allowed are {string.Join(", ", names)}.{Suggest(property.Name, names)}"));
            else if (!_properties.TryAdd(name, property))
                errors.Add(new(PlaceOf(property.Name), $"is given more than once{(_properties[name].Name == property.Name ? "" : $", also as {_properties[name].Name}")}; it has one value"));
        }
    }

    public bool IsObject { get; }

    public string PlaceOf(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    public bool TryGet(string name, out JsonElement value)
    {
        var isGiven = _properties.TryGetValue(name, out var property);
        value = isGiven ? property.Value : default;
        return isGiven;
    }

    public string Text(string name, int maxLength)
    {
        if (!TryGet(name, out var value))
            return Fail(name, "missing, must be a text", "");
        if (value.ValueKind != JsonValueKind.String)
            return Fail(name, $"must be a text, is {Describe(value)}", "");
        if (!TryGetText(value, out var text))
            return Fail(name, "holds half a surrogate pair, must be a text", "");
        if (text.Length == 0)
            return Fail(name, "must not be empty", "");
        return text.Length <= maxLength ? text : Fail(name, $"must have at most {maxLength} characters", "");
    }

    public double Number(string name, double bound)
    {
        if (!TryGet(name, out var value))
            return Fail(name, $"missing, must be a number from {-bound} to {bound}", 0d);
        if (value.ValueKind != JsonValueKind.Number)
            return Fail(name, $"must be a number, is {Describe(value)}", 0d);
        var number = value.GetDouble();
        return Math.Abs(number) <= bound ? number : Fail(name, $"is {value.GetRawText()}, must be from {-bound} to {bound}", 0d);
    }

    public SensorRange Range(string name)
    {
        if (!TryGet(name, out var value))
            return Fail(name, "missing, must be [minimum, maximum]", default(SensorRange));
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2
            || value.EnumerateArray().Any(end => end.ValueKind != JsonValueKind.Number || !double.IsFinite(end.GetDouble())))
            return Fail(name, $"must be [minimum, maximum], two finite numbers, is {Describe(value)}", default(SensorRange));
        var range = new SensorRange(value[0].GetDouble(), value[1].GetDouble());
        if (!double.IsFinite(range.Maximum - range.Minimum))
            return Fail(name, $"is {value.GetRawText()}, so far apart that their distance isn't a number", default(SensorRange));
        return range.Minimum < range.Maximum
            ? range
            : Fail(name, $"is {value.GetRawText()}, the minimum must be below the maximum", default(SensorRange));
    }

    public TimeSpan Interval(string name, TimeSpan fallback)
    {
        if (!TryGet(name, out var value))
            return fallback;
        // "10" alone would be ten days to the runtime, and "10:00" ten hours.
        if (value.ValueKind == JsonValueKind.String
            && TryGetText(value, out var text)
            && text.Count(sign => sign == ':') == 2
            && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var interval)
            && interval >= MinInterval && interval <= MaxInterval
            // The table has no smaller unit.
            && interval.Ticks % TimeSpan.TicksPerMillisecond == 0)
            return interval;
        return Fail(name, $"must be a time from {MinInterval:c} to {MaxInterval:c} in whole milliseconds, as \"00:00:01\", is {Describe(value)}", fallback);
    }

    private static bool TryGetText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!.Trim();
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    private static string Describe(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "null" : Shorten(value.GetRawText());

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}…";

    private static string Suggest(string name, string[] names) =>
        NearWords.Ask(OtherNames.GetValueOrDefault(name) is { } meant && names.Contains(meant) ? [meant] : NearWords.Find(name, names));

    private T Fail<T>(string name, string message, T value)
    {
        // By the name that the file uses.
        _errors.Add(new(PlaceOf(_properties.TryGetValue(name, out var property) ? property.Name : name), message));
        return value;
    }
}
