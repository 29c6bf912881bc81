using MySqlConnector;

namespace IotAspire.Storage.Schema;

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
