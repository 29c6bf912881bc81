using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Hosting;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Tls;

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
    private readonly ServerCertificate? _certificate;
    private readonly ListeningHost _host;

    private EventHubsEmulator(
        EventHubsEmulatorOptions options,
        HubDirectory hubs,
        AmqpConnections connections,
        DataDirectoryLock? dataLock,
        ServerCertificate? certificate,
        ListeningHost host) =>
        (_options, _hubs, _connections, _lock, _certificate, _host) = (options, hubs, connections, dataLock, certificate, host);

    /// <summary>Port of AMQP.</summary>
    public int Port => _host.AmqpPort;

    /// <summary>Port of AMQP over TLS; null without TLS.</summary>
    public int? TlsPort => _host.TlsPort;

    /// <summary>The certificate of the TLS port without its key, PEM, for clients to trust; null without TLS.</summary>
    public string? PublicCertificate => _certificate?.Certificate.ExportCertificatePem();

    /// <summary>The file that <see cref="PublicCertificate"/> was written to, if it was.</summary>
    public string? PublicCertificateFile => _certificate?.PublicFile;

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
        ServerCertificate? certificate = null;
        try
        {
            var logger = options.LoggerFactory.CreateLogger<EventHubsEmulator>();
            foreach (var hub in options.Hubs)
                hubs.Add(EventHub.Open(hub, options, logger));
            var served = new Namespace(hubs, new SharedAccessKey(options.KeyName, options.Key), options.MaximumMessageSize, options.TimeProvider);
            var connections = new AmqpConnections(served, logger);
            certificate = options.Tls is { } tls ? ServerCertificate.Open(tls, options.DataDirectory, options.TimeProvider) : null;
            var host = await ListeningHost.StartAsync(options, certificate, connections, cancellationToken);
            return new EventHubsEmulator(options, hubs, connections, dataLock, certificate, host);
        }
        catch
        {
            certificate?.Dispose();
            await hubs.DisposeAsync();
            dataLock?.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the namespace or, with a name, of one hub.</summary>
    public string ConnectionString(string? hubName = null) =>
        $"Endpoint=sb://localhost:{Port};SharedAccessKeyName={_options.KeyName};SharedAccessKey={_options.Key};UseDevelopmentEmulator=true"
        + EntityPath(hubName);

    /// <summary>The connection string of the namespace, or of one hub, over TLS.</summary>
    /// <exception cref="InvalidOperationException">There is no TLS port.</exception>
    public string TlsConnectionString(string? hubName = null) => TlsPort is { } port
        ? $"Endpoint=sb://localhost:{port};SharedAccessKeyName={_options.KeyName};SharedAccessKey={_options.Key}" + EntityPath(hubName)
        : throw new InvalidOperationException("The emulator was started without TLS.");

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
        _certificate?.Dispose();
        _lock?.Dispose();
    }

    private static string EntityPath(string? hubName) => hubName is null ? "" : $";EntityPath={hubName}";
}
