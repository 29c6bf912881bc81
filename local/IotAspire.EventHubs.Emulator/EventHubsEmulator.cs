using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hosting;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator;

/// <summary>
/// An Event Hubs namespace in this process, on the loopback address unless told otherwise. Clients reach it with <see cref="ConnectionString"/>;
/// <c>UseDevelopmentEmulator=true</c> makes them speak AMQP without TLS.
/// </summary>
public sealed partial class EventHubsEmulator : IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    private readonly EventHubsEmulatorOptions _options;
    private readonly Resources _resources;
    private readonly NamespaceAdministration _administration;
    private readonly ListeningHost _host;

    private EventHubsEmulator(
        EventHubsEmulatorOptions options, Resources resources, NamespaceAdministration administration, ListeningHost host) =>
        (_options, _resources, _administration, _host) = (options, resources, administration, host);

    /// <summary>Port of AMQP.</summary>
    public int Port => _host.AmqpPort;

    /// <summary>Port of AMQP over TLS; null without TLS.</summary>
    public int? TlsPort => _host.TlsPort;

    /// <summary>Port of the page, of <c>/api</c> and of <c>/health</c>.</summary>
    public int HttpPort => _host.HttpPort;

    /// <summary>The certificate of the TLS port without its key, PEM, for clients to trust; null without TLS.</summary>
    public string? PublicCertificate => _resources.Certificate?.Certificate.ExportCertificatePem();

    /// <summary>The file that <see cref="PublicCertificate"/> was written to, if it was.</summary>
    public string? PublicCertificateFile => _resources.Certificate?.PublicFile;

    /// <summary>Number of clients connected now.</summary>
    public int ConnectionCount => _administration.Connections.Count;

    /// <summary>Opens the hubs and listens.</summary>
    /// <exception cref="ArgumentException">Options aren't allowed; the message lists all that is wrong.</exception>
    /// <exception cref="IOException">A port is taken, or the data directory is in use or can't be written.</exception>
    /// <exception cref="InvalidOperationException">The hubs asked for don't fit those in the data directory.</exception>
    /// <exception cref="InvalidDataException">The certificate or a file in the data directory can't be read.</exception>
    public static async Task<EventHubsEmulator> StartAsync(EventHubsEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OptionsCheck.Check(options) is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(' ', errors.Select(error => $"{error.Name}: {error.Error}")), nameof(options));
        var logger = options.LoggerFactory.CreateLogger<EventHubsEmulator>();
        var resources = new Resources(options, logger);
        try
        {
            resources.Open();
            var served = new Namespace(
                resources.Hubs,
                new SharedAccessKey(options.KeyName, options.Key),
                new FaultRegister(options.TimeProvider),
                new ByteBudget(ByteBudget.Default),
                options.MaximumMessageSize,
                options.TimeProvider);
            var administration = new NamespaceAdministration(served, new AmqpConnections(served, logger));
            var host = await ListeningHost.StartAsync(options, resources.Certificate, administration, cancellationToken);
            return new EventHubsEmulator(options, resources, administration, host);
        }
        catch
        {
            await resources.DisposeAsync();
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

    /// <summary>Takes leave of the clients, makes durable what was accepted, and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _administration.Connections.Close();
        await _host.StopAsync(GoodbyeTime);
        _host.Dispose();
        await _resources.DisposeAsync();
    }

    private static string EntityPath(string? hubName) => hubName is null ? "" : $";EntityPath={hubName}";
}
