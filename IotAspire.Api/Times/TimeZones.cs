using NodaTime;

namespace IotAspire.Api.Times;

/// <summary>Time zones by their IANA names, from the rules that come with the library: not every machine has any.</summary>
internal static class TimeZones
{
    public const string Form = "an IANA time zone as Europe/Berlin, or UTC";

    /// <summary>UTC for null; null where there is no such zone.</summary>
    public static DateTimeZone? Find(string? name) => name is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
}
