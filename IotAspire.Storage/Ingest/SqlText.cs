using System.Globalization;
using System.Text;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Values as MySQL reads them. Only numbers and instants, so there is nothing to escape: text always goes as a parameter, but
/// thousands of parameters a statement cost more than all the rest of it.
/// </summary>
internal static class SqlText
{
    /// <summary>A list of keys, <c>(17,'2026-11-23 12:00:00.000000'),(18,…)</c>.</summary>
    public static string Keys(IReadOnlyCollection<ReadingKey> keys)
    {
        var text = new StringBuilder();
        foreach (var key in keys)
            text.Append(CultureInfo.InvariantCulture, $"{Separator(text)}({key.Sensor},'{key.MeasuredAt:yyyy-MM-dd HH:mm:ss.ffffff}')");
        return text.ToString();
    }

    private static string Separator(StringBuilder text) => text.Length == 0 ? "" : ",";
}
