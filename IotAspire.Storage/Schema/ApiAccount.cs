using MySqlConnector;

namespace IotAspire.Storage.Schema;

/// <summary>
/// The Api's own account where it has one: in a MySQL of Azure, where services sign in by Microsoft Entra, and in a private server. The
/// Api is public, so it may read everything and write no more than its own requests do.
/// </summary>
public sealed class ApiAccount(MySqlDataSource dataSource)
{
    /// <summary>Gives the account its rights, and creates it before if it is a managed identity. Any number of processes may do so at once.</summary>
    /// <param name="name">Name of the account, which is that of the Api's managed identity if it has one.</param>
    /// <param name="clientId">The identity's client id, which is what the server compares a token with; null for an account that exists.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>.</exception>
    public async Task EnsureAsync(string name, Guid? clientId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (clientId is { } identity)
            await CreateAsync(connection, name, identity, cancellationToken);
        foreach (var grant in Grants(connection.Database, name))
            await ExecuteAsync(connection, grant, cancellationToken);
    }

    /// <summary>
    /// Azure's own statement, which takes no parameters (https://learn.microsoft.com/azure/mysql/flexible-server/how-to-azure-ad). The
    /// setting is of the session: without it the server looks the identity up in the directory, which needs further rights there.
    /// </summary>
    internal static string Creation(string name, Guid clientId) =>
        $"SET aad_auth_validate_oids_in_tenant = OFF; CREATE AADUSER '{MySqlHelper.EscapeString(name)}' IDENTIFIED BY '{clientId}'";

    /// <summary>Reading; making and revoking keys; removing a sensor without readings.</summary>
    internal static IReadOnlyList<string> Grants(string database, string name)
    {
        var schema = $"`{database.Replace("`", "``", StringComparison.Ordinal)}`";
        var account = $"'{MySqlHelper.EscapeString(name)}'@'%'";
        return
        [
            $"GRANT SELECT ON {schema}.* TO {account}",
            $"GRANT INSERT, UPDATE ON {schema}.`api_keys` TO {account}",
            $"GRANT UPDATE ON {schema}.`retention` TO {account}",
            $"GRANT DELETE ON {schema}.`sensors` TO {account}",
        ];
    }

    private static async Task CreateAsync(MySqlConnection connection, string name, Guid clientId, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, Creation(name, clientId), cancellationToken);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.CannotUser)
        {
            // It is there already.
        }
    }

    private static async Task ExecuteAsync(MySqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
