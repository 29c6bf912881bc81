using IotAspire.Storage;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>Looks at the database for as long as anybody listens, and tells all when it can't.</summary>
internal sealed class LivePoller(
    WatchedSensors watched, LiveFeed feed, LiveBuffer buffer, IOptions<LiveOptions> options, TimeProvider clock, ILogger<LivePoller> logger) : BackgroundService
{
    private static readonly TimeSpan CatchingUpPause = TimeSpan.FromSeconds(0.05);

    private string? _stalled;
    private long _heartbeatAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await StepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        var (version, sensors) = watched.Current;
        if (sensors.Count == 0)
        {
            feed.Forget();
            await watched.WaitAsync(version, null, clock, cancellationToken);
            return;
        }

        var began = clock.GetTimestamp();
        var hasMore = await PollAsync(sensors, cancellationToken);
        if (clock.GetElapsedTime(_heartbeatAt) >= options.Value.Heartbeat)
        {
            buffer.Add([LiveText.Heartbeat(feed.Position, feed.Frontier, _stalled)]);
            _heartbeatAt = clock.GetTimestamp();
        }

        // A look may take half of the time.
        var pause = clock.GetElapsedTime(began);
        var interval = hasMore ? CatchingUpPause : options.Value.Interval;
        await watched.WaitAsync(version, pause > interval ? pause : interval, clock, cancellationToken);
    }

    private async Task<bool> PollAsync(IReadOnlyList<WatchedSensor> sensors, CancellationToken cancellationToken)
    {
        try
        {
            var hasMore = await feed.PollAsync(sensors, cancellationToken);
            if (_stalled is not null)
                ApiLog.LiveResumed(logger);
            _stalled = null;
            return hasMore;
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception) || DatabaseFault.IsMissingSchema(exception))
        {
            if (_stalled is null)
                ApiLog.LiveStalled(logger, DatabaseFault.Describe(exception));
            _stalled = "The database can't be read just now.";
            return false;
        }
    }
}
