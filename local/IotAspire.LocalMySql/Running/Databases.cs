using MySqlConnector;

namespace IotAspire.LocalMySql.Running;

internal static class Databases
{
    /// <summary>Makes the database if it is missing: the connection string's own, or the given one when that names none.</summary>
    /// <returns>The connection string with the database.</returns>
    /// <exception cref="LocalMySqlException">The server doesn't answer, or the account may not.</exception>
    public static async Task<string> EnsureAsync(string signIn, string connectionString, string name, CancellationToken cancellationToken)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString);
        var database = builder.Database.Length > 0 ? builder.Database : name;
        try
        {
            await using var connection = new MySqlConnection(new MySqlConnectionStringBuilder(signIn) { Database = "" }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            // An account without the right to create databases may still use one that is there.
            if (!await ExistsAsync(connection, database, cancellationToken))
                await CreateAsync(connection, database, cancellationToken);
        }
        catch (MySqlException exception)
        {
            throw new LocalMySqlException($"Could not open or create the database {database}: {exception.Message}", exception);
        }

        builder.Database = database;
        return builder.ConnectionString;
    }

    private static async Task<bool> ExistsAsync(MySqlConnection connection, string database, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("select count(*) from information_schema.schemata where schema_name = @name", connection);
        command.Parameters.AddWithValue("@name", database);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), provider: null) > 0;
    }

    // A name can't be a parameter.
    private static async Task CreateAsync(MySqlConnection connection, string database, CancellationToken cancellationToken)
    {
        var quoted = database.Replace("`", "``", StringComparison.Ordinal);
        await using var command = new MySqlCommand($"create database if not exists `{quoted}` character set utf8mb4", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
