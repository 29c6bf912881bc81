using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>A time as people write it: <c>250ms</c>, <c>5s</c>, <c>90m</c>, <c>12h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    public const string Allowed = "a time: a number with ms, s, m, h or d";

    private const double MaxDays = 36_500;

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)
                || !double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                continue;
            if (number * length.TotalDays > MaxDays)
                return false;
            time = number * length;
            return true;
        }

        return false;
    }
}

/// <summary>A number of bytes as people write it: <c>4096</c>, <c>256KiB</c>, <c>500MiB</c>, <c>2GiB</c>.</summary>
internal static class ByteSize
{
    public const string Allowed = "a size: a number of bytes, or a number with KiB, MiB, GiB or TiB";

    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB"];

    public static bool TryParse(string text, out long bytes)
    {
        var power = Array.FindIndex(Units, unit => text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) + 1;
        var number = power == 0 ? text : text[..^Units[power - 1].Length];
        var isSize = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out bytes) && bytes <= long.MaxValue >> (10 * power);
        bytes <<= 10 * power;
        return isSize;
    }
}
