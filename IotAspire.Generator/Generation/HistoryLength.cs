using System.ComponentModel;
using System.Globalization;

namespace IotAspire.Generator.Generation;

/// <summary>A length of time as people write it on a command line: <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>, or <c>1.12:00:00</c>.</summary>
/// <param name="Time">The length.</param>
[TypeConverter(typeof(HistoryLengthConverter))]
internal readonly record struct HistoryLength(TimeSpan Time)
{
    private const string Allowed = "must be a number with s, m, h or d, as \"30d\", or a time, as \"1.12:00:00\"";

    /// <exception cref="FormatException">The text is neither.</exception>
    public static HistoryLength Parse(string text)
    {
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time))
            return new(time);
        var ticks = text.Length < 2 ? 0 : text[^1] switch
        {
            's' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            _ => 0,
        };
        return ticks > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * ticks < TimeSpan.MaxValue.Ticks
            ? new(TimeSpan.FromTicks((long)(number * ticks)))
            : throw new FormatException($"\"{text}\" {Allowed}");
    }
}

/// <summary>Lets configuration hold a <see cref="HistoryLength"/>.</summary>
internal sealed class HistoryLengthConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? HistoryLength.Parse(text.Trim()) : base.ConvertFrom(context, culture, value);
}
