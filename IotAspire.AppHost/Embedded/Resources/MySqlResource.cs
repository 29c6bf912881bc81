using IotAspire.LocalMySql;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>The MySQL server, private or existing, and the database in it.</summary>
internal sealed class MySqlResource(string name, string folder, string? connectionString, ILoggerFactory loggerFactory) : Resource(name), IConnectionSource
{
    private const string Database = "iotdb";

    private LocalMySqlServer? _server;
    private int _port;

    public string ConnectionName => Database;

    public string ConnectionString { get; private set; } = "";

    public override string Kind => _server?.ToString() ?? "MySQL";

    public override int? ProcessId => _server?.ProcessId;

    public override IReadOnlyList<string> Addresses => _server switch
    {
        { Port: { } port } => [$"127.0.0.1:{port}"],
        { } => ["as given"],
        null => [],
    };

    public override string Address => _server switch
    {
        { Port: { } port } => $"127.0.0.1:{port} ({_server})",
        { } existing => $"as given ({existing})",
        null => "",
    };

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DiscardAsync();
            _server = await LocalMySqlServer.StartAsync(
                new LocalMySqlOptions { DataDirectory = folder, ConnectionString = connectionString, Port = _port, StopTimeout = StopTimeout },
                loggerFactory,
                cancellationToken);
            // The services keep the connection string that they were given, so a restart must answer there.
            _port = _server.Port ?? 0;
            ConnectionString = await _server.EnsureDatabaseAsync(Database, cancellationToken);
        }
        catch (LocalMySqlException exception)
        {
            throw new StartFailedException(exception.Message, exception);
        }
    }

    public override async Task<string> EndedAsync()
    {
        await _server!.Exited;
        return "ended";
    }

    public override async Task<ResourceHealth?> CheckHealthAsync(CancellationToken cancellationToken)
    {
        if (_server is not { } server)
            return null;
        try
        {
            await server.CheckAsync(cancellationToken);
            return ResourceHealth.Healthy;
        }
        catch (LocalMySqlException exception)
        {
            return ResourceHealth.Unhealthy(exception.Message);
        }
    }

    public override async Task<string> StopAsync()
    {
        var isPrivate = _server?.Port is not null;
        await DiscardAsync();
        return isPrivate ? "stopped" : "is left alone";
    }

    private async Task DiscardAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }
}
