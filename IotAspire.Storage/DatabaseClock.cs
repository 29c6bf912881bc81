using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>A time that has certainly passed, although clocks may be wrong.</summary>
internal static class DatabaseClock
{
    private static readonly Statement Read = new("read clock", "SELECT UTC_TIMESTAMP(6)");

    /// <summary>The earlier of the clocks of this process and the server: data is deleted too early only if both are wrong.</summary>
    public static async Task<DateTime> EarlierAsync(MySqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var command = Read.On(connection);
        var there = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
        var here = clock.GetUtcNow().UtcDateTime;
        return there < here ? there : here;
    }
}
