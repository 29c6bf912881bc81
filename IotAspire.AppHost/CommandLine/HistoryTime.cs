using System.Globalization;

namespace IotAspire.AppHost.CommandLine;

/// <summary>How long a history the Generator may be asked for. It would refuse any other, and that would end the AppHost.</summary>
internal static class HistoryTime
{
    public const string Allowed = "a duration such as 90s, 12h or 30d, from a second to 3660 days";

    private const double MaxSeconds = 3660 * 86_400.0;

    public static bool IsValid(string text) =>
        text.Length > 1
        && SecondsOf(text[^1]) is { } unit
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number * unit is >= 1 and <= MaxSeconds;

    private static double? SecondsOf(char letter) => letter switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => null,
    };
}
