using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Tls;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>What an emulator holds apart from its ports; given back in the order that keeps acknowledged events.</summary>
internal sealed class Resources(EventHubsEmulatorOptions options, ILogger logger) : IAsyncDisposable
{
    private DataDirectoryLock? _lock;
    private RetentionLoop? _retention;

    public HubDirectory Hubs { get; } = new(options, logger);

    public ServerCertificate? Certificate { get; private set; }

    public void Open()
    {
        _lock = options.DataDirectory is { } directory ? DataDirectoryLock.Take(directory) : null;
        Hubs.Open();
        _retention = new RetentionLoop(Hubs, options, logger);
        Certificate = options.Tls is { } tls ? ServerCertificate.Open(tls, options.DataDirectory, options.TimeProvider) : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_retention is not null)
            await _retention.DisposeAsync();
        await Hubs.DisposeAsync();
        Certificate?.Dispose();
        _lock?.Dispose();
    }
}
