using System.Globalization;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// With IGNORE the server turns errors into warnings, and wrong values into other values: it must not judge data. What it may
/// say is that a key exists, and then it names the key.
/// </summary>
internal static class ServerWarnings
{
    /// <summary>Lets the server keep as many as there can be; it forgets all but 64 otherwise. For the session.</summary>
    public const string KeepAll = "SET SESSION max_error_count = 65535";

    private const string InstantForm = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>The existing keys that the last statement met, as far as its warnings can be read.</summary>
    /// <exception cref="DataRefusedException">It warned of something else.</exception>
    public static async Task<List<ReadingKey>> ReadExistingKeysAsync(
        MySqlConnection connection, MySqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SHOW WARNINGS", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ReadingKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(1) != (int)MySqlErrorCode.DuplicateKeyEntry)
                throw new DataRefusedException(reader.GetString(2));
            if (TryReadKey(reader.GetString(2), out var key))
                keys.Add(key);
        }

        return keys;
    }

    /// <summary>From a text such as <c>Duplicate entry '17-2026-11-23 12:00:00.000000' for key 'PRIMARY'</c>, in whatever language.</summary>
    internal static bool TryReadKey(ReadOnlySpan<char> warning, out ReadingKey key)
    {
        key = default;
        var start = warning.IndexOf('\'') + 1;
        var dash = start == 0 ? -1 : warning[start..].IndexOf('-');
        if (dash < 0 || warning.Length < start + dash + 1 + InstantForm.Length
            || !uint.TryParse(warning.Slice(start, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var sensor)
            || !DateTime.TryParseExact(
                warning.Slice(start + dash + 1, InstantForm.Length), InstantForm, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var measuredAt))
            return false;
        key = new(sensor, measuredAt);
        return true;
    }
}
