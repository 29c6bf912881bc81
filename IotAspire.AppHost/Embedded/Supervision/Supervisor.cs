using IotAspire.AppHost.Embedded.Resources;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Supervision;

/// <summary>Brings one resource up after those it needs, and up again whenever it dies.</summary>
internal sealed class Supervisor(Resource resource, IReadOnlyList<Supervisor> after, TimeProvider time, ILogger logger)
{
    private readonly RestartBackoff _backoff = new(time);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Resource Resource { get; } = resource;

    /// <summary>The first start. Its failure is final: what doesn't start once won't by trying again.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var dependency in after)
            await dependency._up.Task.WaitAsync(cancellationToken);
        await StartOnceAsync(cancellationToken);
        _up.SetResult();
    }

    /// <summary>Restarts the resource until it is to stop.</summary>
    public async Task KeepAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var ended = await Resource.EndedAsync().WaitAsync(stoppingToken);
            while (!await RestartAsync(ended, stoppingToken))
                ended = "couldn't be started";
        }
    }

    private async Task<bool> RestartAsync(string ended, CancellationToken stoppingToken)
    {
        var wait = _backoff.Died();
        Log.Restarting(logger, Resource.Name, ended, wait.TotalSeconds);
        await Task.Delay(wait, time, stoppingToken);
        try
        {
            await StartOnceAsync(stoppingToken);
            return true;
        }
        catch (StartFailedException exception)
        {
            Log.RestartFailed(logger, exception.Message);
            return false;
        }
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        Log.Starting(logger, Resource.Name);
        var started = time.GetTimestamp();
        await Resource.StartAsync(cancellationToken);
        _backoff.Started();
        Log.Healthy(logger, Resource.Name, time.GetElapsedTime(started).TotalSeconds);
    }
}
