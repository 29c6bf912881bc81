using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>With IGNORE the server turns errors into warnings, and wrong values into other values: it must not judge data.</summary>
internal static class ServerWarnings
{
    /// <exception cref="DataRefusedException">The last statement warned of something else than an existing key.</exception>
    public static async Task RequireOnlyExistingKeysAsync(MySqlConnection connection, MySqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SHOW WARNINGS", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(1) != (int)MySqlErrorCode.DuplicateKeyEntry)
                throw new DataRefusedException(reader.GetString(2));
        }
    }
}
