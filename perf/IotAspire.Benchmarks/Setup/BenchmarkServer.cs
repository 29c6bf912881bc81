using System.Diagnostics;
using IotAspire.LocalMySql;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace IotAspire.Benchmarks.Setup;

/// <summary>A private database server with its own defaults for durability, on a folder that goes with it.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly LocalMySqlServer _server;
    private int _databases;

    private BenchmarkServer(DirectoryInfo folder, LocalMySqlServer server) => (_folder, _server) = (folder, server);

    public string DataDirectory => _folder.FullName;

    /// <summary>Processor time that the server has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(_server.ProcessId!.Value);
            return process.TotalProcessorTime;
        }
    }

    public static MySqlFlavor[] Flavors(string name) => name switch
    {
        "both" => [MySqlFlavor.MariaDb, MySqlFlavor.MySql],
        "mariadb" => [MySqlFlavor.MariaDb],
        "mysql" => [MySqlFlavor.MySql],
        _ => throw new ArgumentException($"--server {name}: mysql, mariadb or both"),
    };

    public static async Task<BenchmarkServer> StartAsync(MySqlFlavor flavor, int bufferPoolMebibytes, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("iotaspire-benchmark-");
        var options = new LocalMySqlOptions { DataDirectory = folder.FullName, Flavor = flavor, BufferPoolMebibytes = bufferPoolMebibytes };
        return new(folder, await LocalMySqlServer.StartAsync(options, NullLoggerFactory.Instance, cancellationToken));
    }

    public static Task<BenchmarkServer> StartAsync(MySqlFlavor flavor, CancellationToken cancellationToken) =>
        StartAsync(flavor, LocalMySqlOptions.DefaultBufferPoolMebibytes, cancellationToken);

    /// <summary>A connection string of a new, empty database.</summary>
    public Task<string> CreateDatabaseAsync(CancellationToken cancellationToken) =>
        _server.EnsureDatabaseAsync($"benchmark{++_databases}", cancellationToken);

    public async Task DropAsync(string connectionString, CancellationToken cancellationToken)
    {
        MySqlConnection.ClearAllPools();
        await using var connection = new MySqlConnection(_server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var name = new MySqlConnectionStringBuilder(connectionString).Database;
        await using var command = new MySqlCommand($"DROP DATABASE `{name}`", connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override string ToString() => _server.ToString();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
