using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace IotAspire.Contracts.Readings;

/// <summary>Writes numbers as JSON does, the shortest text that reads back as the same number.</summary>
internal static class NumberText
{
    public const int MaxLength = 32;

    /// <summary>Up to here, either way, a double holds every integer.</summary>
    public const double MaxInteger = 9_007_199_254_740_991;

    private const double Scale = 1e4;
    private const int Decimals = 4;
    private const double MaxScaled = 1e15;

    /// <summary>
    /// Values of sensors have few decimals. A decimal of at most 15 digits is the only one of that length for its number, so
    /// without its trailing zeros it is the shortest text. All other numbers go to the runtime.
    /// </summary>
    public static int Write(double value, Span<byte> destination)
    {
        var scaled = Math.Round(value * Scale);
        if (scaled / Scale != value || Math.Abs(scaled) >= MaxScaled || (scaled == 0 && double.IsNegative(value)))
        {
            Utf8Formatter.TryFormat(value, destination, out var length);
            return length;
        }

        var position = 0;
        if (scaled < 0)
            destination[position++] = (byte)'-';
        var (whole, fraction) = long.DivRem((long)Math.Abs(scaled), (long)Scale);
        Utf8Formatter.TryFormat(whole, destination[position..], out var digits);
        position += digits;
        return fraction == 0 ? position : position + WriteFraction((int)fraction, destination[position..]);
    }

    /// <summary>Whether a double that was read is the number as it was written, as far as anybody expects it: a fraction or an exponent is rounded, an integer isn't.</summary>
    public static bool IsExact(string text, double value) => Math.Abs(value) <= MaxInteger || !double.IsFinite(value) || text.AsSpan().IndexOfAny(".eE") >= 0
        || BigInteger.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture) == new BigInteger(value);

    private static int WriteFraction(int fraction, Span<byte> destination)
    {
        destination[0] = (byte)'.';
        var last = 0;
        for (var digit = Decimals; digit > 0; digit--)
        {
            (fraction, var rest) = int.DivRem(fraction, 10);
            destination[digit] = (byte)('0' + rest);
            if (last == 0 && rest != 0)
                last = digit;
        }

        return last + 1;
    }
}
