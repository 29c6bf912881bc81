using System.Threading.Channels;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>Lets old events go, again and again.</summary>
internal sealed partial class RetentionLoop : IAsyncDisposable
{
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinPeriod = TimeSpan.FromMilliseconds(100);

    private readonly HubDirectory _hubs;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;

    public RetentionLoop(HubDirectory hubs, EventHubsEmulatorOptions options, ILogger logger)
    {
        (_hubs, _logger) = (hubs, logger);
        _timer = new PeriodicTimer(Period(options.RetentionTime), options.TimeProvider);
        _loop = RunAsync();
    }

    /// <summary>How often to look: an event outlives its time by no more than a twentieth of it, or a minute.</summary>
    public static TimeSpan Period(TimeSpan? retention)
    {
        var period = (retention ?? TimeSpan.MaxValue) / 20;
        return period > MaxPeriod ? MaxPeriod : period < MinPeriod ? MinPeriod : period;
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            foreach (var hub in _hubs.All)
                await RetainAsync(hub);
        }
    }

    private async Task RetainAsync(EventHub hub)
    {
        try
        {
            foreach (var partition in hub.Partitions)
                await partition.RetainAsync(CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The hub has been deleted.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogFailed(_logger, exception, hub.Name);
        }
    }

    [LoggerMessage(4102, LogLevel.Error, "Could not remove old events of {Hub}; retrying later")]
    private static partial void LogFailed(ILogger logger, Exception exception, string hub);
}
