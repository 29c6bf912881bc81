using System.Globalization;
using System.Text.RegularExpressions;
using IotAspire.Contracts;
using NodaTime;
using NodaTime.TimeZones;

namespace IotAspire.Api.Times;

/// <summary>Time zones by their IANA names, from the rules that come with the library: not every machine has any.</summary>
internal static partial class TimeZones
{
    public const string Form = "an IANA time zone, such as Europe/Berlin, or UTC";

    private static readonly Dictionary<string, string> Names = DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    // Each stands for one place of several that have it.
    private static readonly IReadOnlyDictionary<string, string> Abbreviations = NearWords.Others(
        "Europe/Berlin: CEST; Europe/London: BST; Europe/Lisbon: WEST; Europe/Athens: EEST; Europe/Moscow: MSK; America/New_York: EDT; America/Chicago: CST CDT; "
        + "America/Denver: MDT; America/Los_Angeles: PST PDT; America/Sao_Paulo: BRT; Asia/Kolkata: IST; Asia/Tokyo: JST; Asia/Seoul: KST; Australia/Sydney: AEST AEDT");

    /// <summary>UTC for null; null where there is no such zone. Case doesn't count.</summary>
    public static DateTimeZone? Find(string? name) => name is null ? DateTimeZone.Utc
        : Names.TryGetValue(name, out var id) ? DateTimeZoneProviders.Tzdb[id] : null;

    /// <summary>Asks for the zones that somebody may have meant who writes <c>Berlin</c>, <c>PST</c>, <c>GMT+1</c> or a name of Windows.</summary>
    public static string Ask(string text)
    {
        text = text.Trim();
        if (Abbreviations.GetValueOrDefault(text) is { } place)
            return NearWords.Ask([place]);
        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(text, out var ofWindows))
            return NearWords.Ask([ofWindows]);
        // In a URL, a plus that isn't escaped is a space.
        if (Offset().Match(text) is { Success: true } offset
            && $"Etc/GMT{(offset.Groups["sign"].Value == "-" ? '+' : '-')}{int.Parse(offset.Groups["hours"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)}" is var fixedZone
            && Names.ContainsKey(fixedZone))
            return $"{NearWords.Ask([fixedZone])} In these IANA names the sign is inverted. A named place observes daylight saving time.";
        var city = text.Replace(' ', '_');
        var cities = Names.Values.Where(id => CityOf(id).Equals(city, StringComparison.OrdinalIgnoreCase)).ToList();
        return NearWords.Ask(cities.Count > 0 ? Current(cities) : Current(NearWords.Find(city, Names.Values.Concat(Names.Values.Select(CityOf)).Distinct())
            .SelectMany(near => Names.ContainsKey(near) ? [near] : Names.Values.Where(id => CityOf(id) == near))));
    }

    // Of several names of one zone the one that is kept today.
    private static List<string> Current(IEnumerable<string> ids) => [.. ids.Select(id => TzdbDateTimeZoneSource.Default.CanonicalIdMap[id]).Distinct().Take(3)];

    private static string CityOf(string id) => id[(id.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"^(UTC|GMT|Z)?(?<sign>[-+ ])0?(?<hours>\d{1,2})(:?00)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Offset();
}
