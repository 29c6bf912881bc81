using System.Data;
using IotAspire.Storage.Ingest;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>A named lock of the database. At most one session holds it.</summary>
internal sealed class DatabaseLock : IAsyncDisposable
{
    private static readonly Statement Take = new("take lock", $"{IngestTransaction.LimitSilence}; SELECT GET_LOCK(CONCAT(DATABASE(), '.', @name), @seconds)");
    private static readonly Statement Release = new("release lock", "DO RELEASE_LOCK(CONCAT(DATABASE(), '.', @name))");

    private readonly MySqlConnection _connection;
    private readonly string _name;

    private DatabaseLock(MySqlConnection connection, string name) => (_connection, _name) = (connection, name);

    /// <summary>Takes the lock, waiting for it if another session holds it.</summary>
    /// <returns>The lock; <see langword="null"/> if another session still holds it when the time is over.</returns>
    public static async Task<DatabaseLock?> TryTakeAsync(MySqlConnection connection, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A process that is paused while it holds the lock loses its connection, and the lock with it.
        await using var command = Take.On(connection);
        command.Parameters.AddWithValue("@name", name);
        command.Parameters.AddWithValue("@seconds", timeout.TotalSeconds);
        return await command.ExecuteScalarAsync(cancellationToken) is 1 or 1L ? new(connection, name) : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.State != ConnectionState.Open)
            return;
        await using var command = Release.On(_connection);
        command.Parameters.AddWithValue("@name", _name);
        await command.ExecuteNonQueryAsync();
    }
}
