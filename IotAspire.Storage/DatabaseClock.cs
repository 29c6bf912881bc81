using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>Decides how far the time has surely come.</summary>
internal static class DatabaseClock
{
    /// <summary>The earlier of the clocks of this process and the server: data is deleted too early only if both are wrong.</summary>
    public static async Task<DateTime> EarlierAsync(MySqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT UTC_TIMESTAMP(6)", connection);
        var there = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
        var here = clock.GetUtcNow().UtcDateTime;
        return there < here ? there : here;
    }
}
