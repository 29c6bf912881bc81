using IotAspire.Contracts;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>The database's connection string: checked, and completed with what our code relies on.</summary>
public static class IotDbConnectionString
{
    private const string ConnectionTimeout = "Connection Timeout";

    private static readonly string Form =
        $"ConnectionStrings__{ResourceNames.IotDb} must be a MySQL connection string such as \"Server=localhost;Port=3306;User ID=iot;Password=…;Database=iotdb\"";

    /// <summary>
    /// Adds what must hold whatever was injected: times read come back as UTC, and LOAD DATA LOCAL may send rows (from memory;
    /// a file is never opened).
    /// </summary>
    public static string Complete(string connectionString) =>
        new MySqlConnectionStringBuilder(connectionString)
        {
            DateTimeKind = MySqlDateTimeKind.Utc,
            AllowLoadLocalInfile = true,
            // Pomelo's two conditions. Rows found, not rows changed, also tells an update without effect from a lost claim.
            AllowUserVariables = true,
            UseAffectedRows = false,
            ApplicationName = "IotAspire",
        }.ConnectionString;

    /// <summary>Adds how long opening a connection may take; what the text says itself stays, and so does one that can't be used.</summary>
    internal static string? LimitConnectionTime(string? connectionString, TimeSpan time)
    {
        if (FindErrors(connectionString).Count > 0)
            return connectionString;
        var builder = new MySqlConnectionStringBuilder(connectionString!);
        if (!builder.ContainsKey(ConnectionTimeout))
            builder.ConnectionTimeout = (uint)Math.Ceiling(time.TotalSeconds);
        return builder.ConnectionString;
    }

    /// <summary>Every reason why the text can't be used; none if it can. Never repeats the password.</summary>
    public static IReadOnlyList<string> FindErrors(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return [$"{Form}; it is missing."];
        try
        {
            var builder = new MySqlConnectionStringBuilder(connectionString);
            var errors = new List<string>();
            if (string.IsNullOrWhiteSpace(builder.Server))
                errors.Add($"{Form}; it names no Server.");
            if (string.IsNullOrWhiteSpace(builder.Database))
                errors.Add($"{Form}; it names no Database.");
            return errors;
        }
        catch (ArgumentException exception)
        {
            return [$"{Form}; {exception.Message}"];
        }
    }
}

/// <summary>The dialect that EF Core writes.</summary>
internal static class StorageServer
{
    /// <summary>
    /// Named, not asked for: asking connects while services are being registered. What MySQL 8.0 understands and our queries
    /// use, MariaDB 10.11 understands too; the tests run on both.
    /// </summary>
    public static ServerVersion Version { get; } = new MySqlServerVersion(new Version(8, 0, 36));
}
