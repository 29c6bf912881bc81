using System.Globalization;

namespace IotAspire.Generator.Generation;

/// <summary>A length of time as people write it on a command line: <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>, or <c>1.12:00:00</c>.</summary>
internal static class HistoryLength
{
    public const string Allowed = "a number with s, m, h or d, as 30d, or a time, as 1.12:00:00";

    public static bool TryParse(string text, out TimeSpan length)
    {
        // "30" alone would be thirty days to the runtime and anything to people.
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out length);
        length = default;
        if (text.Length < 2 || UnitOf(text[^1]) is not { } unit
            || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * unit.Ticks >= TimeSpan.MaxValue.Ticks)
            return false;
        length = unit * number;
        return true;
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
