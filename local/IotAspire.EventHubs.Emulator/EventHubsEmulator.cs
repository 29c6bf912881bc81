using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Hosting;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator;

/// <summary>
/// An Event Hubs namespace in this process, on the loopback address. Clients reach it with <see cref="ConnectionString"/>;
/// <c>UseDevelopmentEmulator=true</c> makes them speak AMQP without TLS.
/// </summary>
public sealed class EventHubsEmulator : IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    private readonly EventHubsEmulatorOptions _options;
    private readonly HubDirectory _hubs;
    private readonly AmqpConnections _connections;
    private readonly DataDirectoryLock? _lock;
    private readonly ListeningHost _host;

    private EventHubsEmulator(
        EventHubsEmulatorOptions options, HubDirectory hubs, AmqpConnections connections, DataDirectoryLock? dataLock, ListeningHost host) =>
        (_options, _hubs, _connections, _lock, _host) = (options, hubs, connections, dataLock, host);

    /// <summary>Port of AMQP.</summary>
    public int Port => _host.AmqpPort;

    /// <summary>Port of <c>/health</c>.</summary>
    public int HttpPort => _host.HttpPort;

    /// <summary>Number of clients connected now.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Opens the hubs and listens.</summary>
    /// <exception cref="IOException">A port is taken, or the data directory is in use or can't be written.</exception>
    /// <exception cref="InvalidOperationException">The hubs asked for don't fit those in the data directory.</exception>
    public static async Task<EventHubsEmulator> StartAsync(EventHubsEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaximumMessageSize, EventHubsEmulatorOptions.LargestMessageSize);
        var dataLock = options.DataDirectory is { } directory ? DataDirectoryLock.Take(directory) : null;
        var hubs = new HubDirectory();
        try
        {
            var logger = options.LoggerFactory.CreateLogger<EventHubsEmulator>();
            foreach (var hub in options.Hubs)
                hubs.Add(EventHub.Open(hub, options, logger));
            var served = new Namespace(hubs, new SharedAccessKey(options.KeyName, options.Key), options.MaximumMessageSize, options.TimeProvider);
            var connections = new AmqpConnections(served, logger);
            var host = await ListeningHost.StartAsync(options, connections, cancellationToken);
            return new EventHubsEmulator(options, hubs, connections, dataLock, host);
        }
        catch
        {
            await hubs.DisposeAsync();
            dataLock?.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the namespace or, with a name, of one hub.</summary>
    public string ConnectionString(string? hubName = null) =>
        $"Endpoint=sb://localhost:{Port};SharedAccessKeyName={_options.KeyName};SharedAccessKey={_options.Key};UseDevelopmentEmulator=true"
        + (hubName is null ? "" : $";EntityPath={hubName}");

    /// <summary>Cuts all connections, as a network fault would; clients may connect again at once.</summary>
    public Task DropConnectionsAsync() => _connections.DropAsync();

    /// <summary>Forgets all events of a hub: sequence numbers begin again at 0 and its time of creation is another. Cuts all connections.</summary>
    public async Task ForgetStreamAsync(string hubName, CancellationToken cancellationToken = default)
    {
        await _hubs.Get(hubName).ResetAsync(cancellationToken);
        await DropConnectionsAsync();
    }

    /// <summary>Removes the events of a partition before a sequence number, as retention would.</summary>
    public Task TruncateBeforeAsync(string hubName, string partitionId, long sequenceNumber, CancellationToken cancellationToken = default) =>
        _hubs.Get(hubName).GetPartition(partitionId).TruncateBeforeAsync(sequenceNumber, cancellationToken);

    /// <summary>Takes leave of the clients, makes durable what was accepted, and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _connections.Close();
        await _host.StopAsync(GoodbyeTime);
        await _hubs.DisposeAsync();
        _lock?.Dispose();
    }
}
