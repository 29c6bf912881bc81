using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

/// <summary>One server per flavour for a class, whose global variables its tests set, one test at a time.</summary>
public sealed class ConfiguredServers(MySqlServers servers) : IAsyncDisposable
{
    private readonly Dictionary<MySqlFlavor, OwnServer> _servers = [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
    }

    /// <summary>Sets global variables until the return value is disposed.</summary>
    internal async Task<Configuration> WithAsync(MySqlFlavor flavor, params (string Variable, string Value)[] settings)
    {
        if (!_servers.TryGetValue(flavor, out var server))
            _servers[flavor] = server = await OwnServer.StartAsync(servers, flavor);
        // MariaDB before 11.1 has one of them under another name.
        if ((await servers.GetAsync(flavor)).Flavor == MySqlFlavor.MariaDb)
            settings = [.. settings.Select(setting => setting.Variable == "transaction_isolation" ? ("tx_isolation", setting.Value) : setting)];
        var empty = await server.CreateDatabaseAsync();
        foreach (var (variable, value) in settings)
            await server.ExecuteAsync($"SET GLOBAL {variable} = {value}");
        return new(server, empty, [.. settings.Select(setting => setting.Variable)]);
    }

    /// <summary>The server with the variables set.</summary>
    internal sealed class Configuration(OwnServer server, string connectionString, IReadOnlyList<string> variables) : IAsyncDisposable
    {
        /// <summary>Of an empty database, and a pool that no other test has used.</summary>
        public string ConnectionString { get; } = $"{connectionString};Application Name={Guid.NewGuid():N}";

        public async ValueTask DisposeAsync()
        {
            foreach (var variable in variables)
                await server.ExecuteAsync($"SET GLOBAL {variable} = DEFAULT");
            await server.ExecuteAsync($"DROP DATABASE `{new MySqlConnectionStringBuilder(ConnectionString).Database}`");
        }
    }
}
