using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace IotAspire.Api.Times;

/// <summary>
/// An instant as callers may give it: RFC 3339, a date (its midnight in the request's zone), <c>now</c>, or a time before now as
/// <c>-24h</c> or <c>now-7d</c>.
/// </summary>
internal static partial class TimeExpression
{
    public const string Form = $"{InstantText.Form}, a date such as 2026-11-23, now, or a relative time such as -24h or now-7d (units s, m, h, d, w)";

    /// <summary>The instant in UTC.</summary>
    /// <param name="text">What the caller gave.</param>
    /// <param name="now">UTC.</param>
    /// <param name="zone">Of dates.</param>
    /// <param name="instant">The result.</param>
    public static bool TryParse(string text, DateTime now, DateTimeZone zone, out DateTime instant)
    {
        if (InstantText.TryParse(text, out instant))
            return true;
        // The first and the last day of the calendar have instants in some zones that a DateTime can't hold.
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1 and < 9999)
        {
            instant = new LocalDate(date.Year, date.Month, date.Day).AtMidnight().InZoneLeniently(zone).ToDateTimeUtc();
            return true;
        }

        var match = Relative().Match(text);
        if (!match.Success)
            return false;
        instant = now;
        if (!match.Groups["count"].Success)
            return true;
        if (!int.TryParse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var before = count * (double)UnitOf(match.Groups["unit"].Value).Ticks;
        if (before >= now.Ticks)
            return false;
        instant = now.AddTicks(-(long)before);
        return true;
    }

    private static TimeSpan UnitOf(string unit) => unit switch
    {
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(7),
    };

    [GeneratedRegex(@"^(now|(now)?-(?<count>\d{1,9})(?<unit>[smhdw]))$")]
    private static partial Regex Relative();
}
