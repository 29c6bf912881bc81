using IotAspire.Api.Times;
using IotAspire.Contracts;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Parameters that take one of a few words, those of <see cref="System.ComponentModel.DataAnnotations.AllowedValuesAttribute"/>: in any
/// case, as the names of parameters are. Another word is refused with those that may have been meant.
/// </summary>
internal static class WordParameter
{
    // What other tools call it.
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Others = new()
    {
        ["order"] = NearWords.Others("asc: ascending oldest; desc: descending newest"),
        ["groupBy"] = NearWords.Others("sensor: sensorId none; place: location room description"),
        ["fill"] = NearWords.Others("null: nan nulls; none: skip; previous: ffill pad last locf; linear: interpolate"),
        ["shape"] = NearWords.Others("long: tall narrow; wide: pivot"),
        ["format"] = NearWords.Others("ndjson: jsonl jsonlines; csv: text; xlsx: xls workbook spreadsheet; arrow: feather ipc"),
        ["functions"] = NearWords.Others("avg: mean average; min: minimum lowest; max: maximum highest; sum: total; stddev: std sd stdev deviation; count: n cnt number; p50: median; first: earliest; last: latest"),
        ["events"] = NearWords.Others("readings: reading raw; 1m: minute minutes; 1h: hour hours; 1d: day days"),
    };

    /// <summary>Spells the words of a bound request as they are listed, so that other code can ignore their case.</summary>
    public static void Canonicalize(object request, Type type)
    {
        foreach (var parameter in RequestParameter.Of(type))
        {
            if (parameter.Words is not null && parameter.Property.GetValue(request) is string text && Find(parameter, text) is { } word)
                parameter.Property.SetValue(request, word);
        }
    }

    /// <summary>Why the text isn't taken; null if it is, or if the parameter isn't of this kind.</summary>
    public static string? Refuse(RequestParameter parameter, string text) => parameter.Words is not { } words || Find(parameter, text) is not null
        ? null
        : $"must be one of {string.Join(", ", words)}.{Ask(parameter.Name, text, words)}";

    /// <summary>Asks for the words of a parameter that may have been meant; empty where none is near.</summary>
    public static string Ask(string parameter, string text, IReadOnlyList<string> words) => NearWords.Ask(Meant(parameter, text.Trim(), words));

    private static IReadOnlyList<string> Meant(string parameter, string text, IReadOnlyList<string> words) =>
        parameter == BucketSize.Parameter ? BucketSize.Guess(text, words)
        : Others.GetValueOrDefault(parameter)?.GetValueOrDefault(text) is { } other ? [other]
        : NearWords.Find(text, words);

    private static string? Find(RequestParameter parameter, string text) => parameter.Words!.FirstOrDefault(word =>
        word.Equals(text, StringComparison.OrdinalIgnoreCase) && (parameter.Name != BucketSize.Parameter || !BucketSize.IsAmbiguous(text)));
}
