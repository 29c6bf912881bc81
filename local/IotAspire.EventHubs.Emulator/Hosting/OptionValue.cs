using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>Reads an option's value.</summary>
internal static class OptionValue
{
    public delegate bool Reading<T>(string text, out T value);

    /// <summary>Sets the value, or says that it isn't what is allowed.</summary>
    public static string? Read<T>(string text, string allowed, Reading<T> reading, Action<T> set)
    {
        if (!reading(text, out var value))
            return $"'{text}' isn't {allowed}.";
        set(value);
        return null;
    }

    public static bool TryPort(string text, out int port)
    {
        var isPort = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        port = number;
        return isPort;
    }
}
