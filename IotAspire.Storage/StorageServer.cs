using Microsoft.EntityFrameworkCore;

namespace IotAspire.Storage;

/// <summary>The dialect that EF Core writes.</summary>
internal static class StorageServer
{
    /// <summary>
    /// Named, not asked for: asking connects while services are being registered. What MySQL 8.0 understands and our queries
    /// use, MariaDB 10.11 understands too; the tests run on both.
    /// </summary>
    public static ServerVersion Version { get; } = new MySqlServerVersion(new Version(8, 0, 36));
}
