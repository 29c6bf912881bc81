using System.ComponentModel;
using System.Globalization;

namespace IotAspire.ServiceDefaults;

/// <summary>What the text of a setting may be, by its type. Pure.</summary>
internal static class SettingText
{
    /// <summary>Whether values of the type are written as one text, not as a section.</summary>
    public static bool IsText(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>What a text that can't be read would have to be; null if it can.</summary>
    public static string? FindFault(string text, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type);
        if (plain is not null && text.Length == 0)
            return null;
        plain ??= type;
        return CanRead(text, plain) ? null : Allowed(plain);
    }

    private static bool CanRead(string text, Type type)
    {
        // "10" alone would be ten days, and "10:00" ten hours.
        if (type == typeof(TimeSpan) && text.Count(sign => sign == ':') != 2)
            return false;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        // Some converters wrap a FormatException in a bare Exception.
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or NotSupportedException
            || exception.InnerException is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static string Allowed(Type type) =>
        type == typeof(TimeSpan) ? "hours, minutes and seconds, as 00:00:10, with days as 1.00:00:00"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number, as 0.5"
        : string.Create(CultureInfo.InvariantCulture, $"a {type.Name}");
}
