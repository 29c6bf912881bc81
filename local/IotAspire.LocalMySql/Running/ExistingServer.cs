using IotAspire.LocalMySql.Finding;
using MySqlConnector;

namespace IotAspire.LocalMySql.Running;

internal static class ExistingServer
{
    /// <exception cref="LocalMySqlException">The connection string is wrong, or the server can't be reached.</exception>
    public static async Task<ServerVersion> VersionAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            // Its database may not be there yet.
            var withoutDatabase = new MySqlConnectionStringBuilder(connectionString) { Database = "" };
            await using var connection = new MySqlConnection(withoutDatabase.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new MySqlCommand("select version()", connection);
            var text = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
            return ServerVersion.Parse(text) ?? throw new LocalMySqlException($"The server of the given connection string reports a version that can't be parsed: {text}");
        }
        catch (Exception exception) when (exception is MySqlException or ArgumentException)
        {
            throw new LocalMySqlException($"The server of the given connection string can't be used: {exception.Message}", exception);
        }
    }
}
