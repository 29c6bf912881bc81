using IotAspire.LocalMySql;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace IotAspire.Tests.Support;

/// <summary>A database server of a test's own, which it may stop, kill and start again on the same port, or configure.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const string Database = "own";

    // The same after a restart, as services keep it.
    private readonly string _password;
    private readonly TemporaryFolder _folder;
    private LocalMySqlServer _server;
    private bool _isStopped;

    private OwnServer(TemporaryFolder folder, string password, LocalMySqlServer server) => (_folder, _password, _server) = (folder, password, server);

    /// <summary>Without a database, and without a pool, whose connections would be those of a server that is gone.</summary>
    public string ConnectionString => new MySqlConnectionStringBuilder(_server.ConnectionString) { Pooling = false }.ConnectionString;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<OwnServer> StartAsync(MySqlServers servers, MySqlFlavor flavor = MySqlFlavor.Any)
    {
        // Skips the test where the flavour can't be had.
        await servers.GetAsync(flavor);
        var folder = new TemporaryFolder();
        var password = Guid.NewGuid().ToString("N");
        return new(folder, password, await StartAsync(folder, password, flavor, 0));
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public Task<string> CreateDatabaseAsync() => _server.EnsureDatabaseAsync(Database, Token);

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }

    /// <summary>Stops it in order.</summary>
    public ValueTask StopAsync()
    {
        _isStopped = true;
        return _server.DisposeAsync();
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        Processes.Kill(_server.ProcessId!.Value);
        await _server.Exited.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await StopAsync();
    }

    /// <summary>Lets it hang: connections stay open and nothing answers. Linux and macOS.</summary>
    public void Hang() => Processes.Signal(_server.ProcessId!.Value, "STOP");

    /// <summary>After <see cref="Hang"/>.</summary>
    public void Continue() => Processes.Signal(_server.ProcessId!.Value, "CONT");

    /// <summary>After <see cref="StopAsync"/> or <see cref="KillAsync"/>: the same data on the same port.</summary>
    public async Task RestartAsync()
    {
        _server = await StartAsync(_folder, _password, MySqlFlavor.Any, _server.Port!.Value);
        _isStopped = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await StopAsync();
        _folder.Dispose();
    }

    private static Task<LocalMySqlServer> StartAsync(TemporaryFolder folder, string password, MySqlFlavor flavor, int port) => LocalMySqlServer.StartAsync(
        new LocalMySqlOptions { DataDirectory = folder.Combine("mysql"), Password = password, Flavor = flavor, Port = port, BufferPoolMebibytes = 64 },
        NullLoggerFactory.Instance,
        Token);
}
