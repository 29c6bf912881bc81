using MySqlConnector;

namespace IotAspire.Storage.Schema;

/// <summary>A user of a MySQL of Azure that signs in as a managed identity.</summary>
/// <param name="Name">Name of the user, which is that of the identity.</param>
/// <param name="ClientId">The identity's client id, which is what the server compares a token with.</param>
public sealed record IdentityUser(string Name, Guid ClientId);

/// <summary>
/// The users of the services in a MySQL of Azure. The administrator makes them once, so that no service needs to be one: the Aggregator
/// owns its database and can do nothing outside it.
/// </summary>
public sealed class DatabaseUsers(MySqlDataSource dataSource)
{
    /// <summary>
    /// Makes both users with their rights. Those that are there are replaced: an identity that was deleted and made again under the same
    /// name has another client id.
    /// </summary>
    /// <param name="aggregator">Owns the database of the connection string.</param>
    /// <param name="api">Gets what requests need from the tables that are there; the Aggregator grants it again at its start.</param>
    /// <param name="cancellationToken">Gives up; the next call then does everything.</param>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>.</exception>
    public Task CreateAsync(IdentityUser aggregator, IdentityUser api, CancellationToken cancellationToken) =>
        CreateAsync(aggregator, api, Creation, cancellationToken);

    /// <summary>With another statement than Azure's, for a server that isn't there.</summary>
    internal async Task CreateAsync(IdentityUser aggregator, IdentityUser api, Func<IdentityUser, string> creation, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var user in new[] { aggregator, api })
        {
            await ExecuteAsync($"DROP USER IF EXISTS {Account(user.Name)}");
            await ExecuteAsync(creation(user));
        }

        await ExecuteAsync(Ownership(connection.Database, aggregator.Name));
        foreach (var grant in ApiAccount.Grants(connection.Database, api.Name))
        {
            try
            {
                await ExecuteAsync(grant);
            }
            catch (MySqlException exception) when (exception.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.StoredProcedureDoesNotExist)
            {
                // Before the Aggregator's first start.
            }
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = ApiAccount.Change.On(connection, null, sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Azure's own statement, which takes no parameters (https://learn.microsoft.com/azure/mysql/flexible-server/how-to-azure-ad). The
    /// setting is of the session: without it the server looks the identity up in the directory, which needs further rights there.
    /// </summary>
    internal static string Creation(IdentityUser user) =>
        $"SET aad_auth_validate_oids_in_tenant = OFF; CREATE AADUSER '{MySqlHelper.EscapeString(user.Name)}' IDENTIFIED BY '{user.ClientId}'";

    /// <summary>Everything in one database, and handing it on, which is how the Api's rights come to it.</summary>
    internal static string Ownership(string database, string name) =>
        $"GRANT ALL PRIVILEGES ON {ApiAccount.WholeDatabase(database)} TO {Account(name)} WITH GRANT OPTION";

    private static string Account(string name) => $"'{MySqlHelper.EscapeString(name)}'@'%'";
}

/// <summary>
/// The Api's own account where it has one: in a MySQL of Azure, where services sign in by Microsoft Entra, and in a private server. The
/// Api is public, so it may read everything and write no more than its own requests do.
/// </summary>
public sealed class ApiAccount(MySqlDataSource dataSource)
{
    /// <summary>Accounts can't be parameters of a statement.</summary>
    internal static readonly Statement Change = new("change accounts", Statement.List);

    /// <summary>Gives the account its rights, once the tables are there. Any number of processes may do so at once.</summary>
    /// <param name="name">Name of the account, which exists.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>.</exception>
    public async Task GrantAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var grant in Grants(connection.Database, name))
        {
            await using var command = Change.On(connection, null, grant);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Reading; making and revoking keys; removing a sensor without readings.</summary>
    internal static IReadOnlyList<string> Grants(string database, string name)
    {
        var schema = Quote(database);
        var account = $"'{MySqlHelper.EscapeString(name)}'@'%'";
        return
        [
            $"GRANT SELECT ON {WholeDatabase(database)} TO {account}",
            $"GRANT INSERT, UPDATE ON {schema}.`api_keys` TO {account}",
            $"GRANT EXECUTE ON PROCEDURE {schema}.`remove_sensor` TO {account}",
        ];
    }

    /// <summary>All tables of one database, as a GRANT wants it: there, unlike in front of a table, the name is a pattern.</summary>
    internal static string WholeDatabase(string database) =>
        $"{Quote(database.Replace("_", @"\_", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal))}.*";

    private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
