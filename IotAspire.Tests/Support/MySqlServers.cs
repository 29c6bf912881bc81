using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

[assembly: AssemblyFixture(typeof(MySqlServers))]

namespace IotAspire.Tests.Support;

/// <summary>
/// One real server per flavour for the whole run, started by the first test that asks; each test gets databases of its own.
/// A test class takes it as constructor parameter.
/// </summary>
public sealed class MySqlServers : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iotaspire-tests-");
    private readonly ConcurrentDictionary<MySqlFlavor, Lazy<Task<LocalMySqlServer>>> _servers = new();
    private int _databases;

    /// <summary>The flavours that SQL has to work on: what the machine has, and MySQL. For theories.</summary>
    public static TheoryData<MySqlFlavor> Flavors => [MySqlFlavor.Any, MySqlFlavor.MySql];

    /// <summary>The flavour's server; a test that can't have it is skipped with the reason.</summary>
    public async Task<LocalMySqlServer> GetAsync(MySqlFlavor flavor)
    {
        var server = _servers.GetOrAdd(flavor, wanted => new Lazy<Task<LocalMySqlServer>>(() => StartAsync(wanted)));
        try
        {
            return await server.Value;
        }
        catch (LocalMySqlException exception)
        {
            Requirement.Met(false, exception.Message);
            throw;
        }
    }

    /// <summary>A connection string to a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync(MySqlFlavor flavor = MySqlFlavor.Any, [CallerMemberName] string test = "")
    {
        var server = await GetAsync(flavor);
        var name = $"t{Interlocked.Increment(ref _databases)}_{test}";
        name = name[..Math.Min(name.Length, 60)].ToLowerInvariant();
        await using var connection = new MySqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand($"create database `{name}`", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new MySqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.Value.IsCompletedSuccessfully))
            await (await server.Value).DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Not the first test's token: the server outlives that test.
    private Task<LocalMySqlServer> StartAsync(MySqlFlavor flavor) => LocalMySqlServer.StartAsync(
        new LocalMySqlOptions { DataDirectory = Path.Combine(_folder.FullName, flavor.ToString()), Flavor = flavor },
        NullLoggerFactory.Instance,
        CancellationToken.None);
}
