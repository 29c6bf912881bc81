using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.LocalMySql;

public sealed class LocalMySqlServerTests(MySqlServers servers)
{
    [Theory]
    [MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task A_new_database_keeps_what_is_written(MySqlFlavor flavor)
    {
        var connectionString = await servers.CreateDatabaseAsync(flavor);
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("create table t (v varchar(10)); insert into t values ('°C'); select v from t", connection);

        Assert.Equal("°C", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task Server_is_of_the_flavour_it_says(MySqlFlavor flavor)
    {
        var server = await servers.GetAsync(flavor);
        await using var connection = new MySqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("select version()", connection);
        var version = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(server.Flavor == MySqlFlavor.MariaDb, version.Contains("MariaDB", StringComparison.Ordinal));
        Assert.StartsWith(server.Version.ToString(), version, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task Temporary_tables_lie_where_no_other_server_deletes_them(MySqlFlavor flavor)
    {
        var first = new MySqlConnectionStringBuilder(await servers.CreateDatabaseAsync(flavor));
        await using var other = await OwnServer.StartAsync(servers, flavor);
        var second = new MySqlConnectionStringBuilder(await other.CreateDatabaseAsync());

        Assert.NotEqual(await TemporaryFolderAsync(first), await TemporaryFolderAsync(second));
        Assert.NotEqual(Path.GetTempPath().TrimEnd('/'), (await TemporaryFolderAsync(first)).TrimEnd('/'));
    }

    private static async Task<string> TemporaryFolderAsync(MySqlConnectionStringBuilder server)
    {
        await using var connection = new MySqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("select @@tmpdir", connection);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
