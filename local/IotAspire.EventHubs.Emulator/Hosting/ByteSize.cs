using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Hosting;

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
