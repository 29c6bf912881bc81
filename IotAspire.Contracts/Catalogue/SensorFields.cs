using System.Globalization;
using System.Text.Json;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Reads the fields of one JSON object; what is missing or wrong becomes an error with its place.</summary>
internal sealed class SensorFields
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);
    private readonly JsonElement _element;
    private readonly string _place;
    private readonly List<CatalogueError> _errors;

    /// <param name="element">The object.</param>
    /// <param name="place">Of it.</param>
    /// <param name="names">The properties that it may have.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public SensorFields(JsonElement element, string place, PropertyNames names, List<CatalogueError> errors)
    {
        (_element, _place, _errors) = (element, place, errors);
        IsObject = element.ValueKind == JsonValueKind.Object;
        if (IsObject)
            CheckNames(names);
        else
            errors.Add(new(place, $"must be an object, is {Describe(element)}"));
    }

    public bool IsObject { get; }

    public string PlaceOf(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public string Text(string name, int maximumLength)
    {
        if (!TryGet(name, out var value))
            return Fail(name, "missing, must be a text", "");
        if (value.ValueKind != JsonValueKind.String)
            return Fail(name, $"must be a text, is {Describe(value)}", "");
        if (!TryGetText(value, out var text))
            return Fail(name, "holds half a surrogate pair, must be a text", "");
        if (text.Length == 0)
            return Fail(name, "must not be empty", "");
        return text.Length <= maximumLength ? text : Fail(name, $"must have at most {maximumLength} characters", "");
    }

    public double Number(string name, string otherName, double bound)
    {
        if (Has(name) && Has(otherName))
            return Fail(otherName, $"is {name} in an older spelling, which is given as well", 0d);
        var used = Has(name) || !Has(otherName) ? name : otherName;
        if (!TryGet(used, out var value))
            return Fail(name, $"missing, must be a number from {-bound} to {bound}", 0d);
        if (value.ValueKind != JsonValueKind.Number)
            return Fail(used, $"must be a number, is {Describe(value)}", 0d);
        var number = value.GetDouble();
        return Math.Abs(number) <= bound ? number : Fail(used, $"is {value.GetRawText()}, must be from {-bound} to {bound}", 0d);
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
            return Fail(name, $"is {value.GetRawText()}, so far apart that no number says how far", default(SensorRange));
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

    // A property that is misspelt and passed over would leave its default in force.
    private void CheckNames(PropertyNames names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _element.EnumerateObject().Select(property => property.Name))
        {
            if (!names.Allows(name))
                Fail(Shorten(name), $"isn't known here; {names.Describe(name)}", 0);
            else if (!seen.Add(name))
                Fail(name, "is given more than once; it has one value", 0);
        }
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

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return IsObject && _element.TryGetProperty(name, out value);
    }

    private T Fail<T>(string name, string message, T value)
    {
        _errors.Add(new(PlaceOf(name), message));
        return value;
    }
}
