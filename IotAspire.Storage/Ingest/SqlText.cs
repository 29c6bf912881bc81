using System.Globalization;
using System.Text;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Values as MySQL reads them. Only numbers and instants, so there is nothing to escape: text always goes as a parameter, but
/// thousands of parameters a statement cost more than all the rest of it.
/// </summary>
internal static class SqlText
{
    private const int WholeSecondsLength = 14;

    /// <summary>
    /// <c>20261123181200.123456</c> with as many digits as asked for, or without a fraction where it is 0. Without separators
    /// because the server reads character by character, and sensors like whole seconds.
    /// </summary>
    public static int WriteInstant(Span<byte> text, DateTime instant, int fractionDigits)
    {
        var (year, month, day) = DateOnly.FromDateTime(instant);
        Digits(text[..4], year);
        Digits(text.Slice(4, 2), month);
        Digits(text.Slice(6, 2), day);
        var seconds = (int)(instant.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerSecond);
        Digits(text.Slice(8, 2), seconds / 3600);
        Digits(text.Slice(10, 2), seconds / 60 % 60);
        Digits(text.Slice(12, 2), seconds % 60);
        var fraction = (int)(instant.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        if (fraction == 0)
            return WholeSecondsLength;
        text[WholeSecondsLength] = (byte)'.';
        Digits(text.Slice(WholeSecondsLength + 1, 6), fraction);
        return WholeSecondsLength + 1 + fractionDigits;
    }

    /// <summary>The shortest text that reads back as the same double.</summary>
    public static int WriteDouble(Span<byte> text, double value)
    {
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>A list of keys, <c>(17,'2026-11-23 12:00:00.000000'),(18,…)</c>.</summary>
    public static string Keys(IReadOnlyCollection<ReadingKey> keys)
    {
        var text = new StringBuilder();
        foreach (var key in keys)
            text.Append(CultureInfo.InvariantCulture, $"{Separator(text)}({key.Sensor},'{key.MeasuredAt:yyyy-MM-dd HH:mm:ss.ffffff}')");
        return text.ToString();
    }

    /// <summary>Rows of a rollup table. Doubles always with an exponent, without which they would be decimals.</summary>
    public static string Rows(IEnumerable<KeyValuePair<RollupKey, RollupDelta>> buckets)
    {
        var text = new StringBuilder();
        foreach (var ((sensor, bucketStart), delta) in buckets)
        {
            // A delta of repetitions only has no first reading; its bucket exists, so this instant is never stored.
            var (firstAt, lastAt) = delta.Count == 0 ? (bucketStart, bucketStart) : (delta.FirstAt, delta.LastAt);
            text.Append(CultureInfo.InvariantCulture, $"{Separator(text)}({sensor},'{bucketStart:yyyy-MM-dd HH:mm:ss}',{delta.Count}")
                .Append(CultureInfo.InvariantCulture, $",{delta.Sum:E16},{delta.M2:E16},{delta.Min:E16},{delta.Max:E16}")
                .Append(CultureInfo.InvariantCulture, $",{delta.First:E16},'{firstAt:yyyy-MM-dd HH:mm:ss.ffffff}'")
                .Append(CultureInfo.InvariantCulture, $",{delta.Last:E16},'{lastAt:yyyy-MM-dd HH:mm:ss.ffffff}'")
                .Append(CultureInfo.InvariantCulture, $",{delta.Duplicates},{delta.Conflicts},{delta.Late},{delta.OutOfRange})");
        }

        return text.ToString();
    }

    private static string Separator(StringBuilder text) => text.Length == 0 ? "" : ",";

    private static void Digits(Span<byte> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
