using IotAspire.AppHost.Embedded.Resources;
using IotAspire.LocalDashboard;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Supervision;

/// <summary>Brings one resource up after those it needs, and up again whenever it dies.</summary>
internal sealed class Supervisor(Resource resource, IReadOnlyList<Supervisor> after, TimeProvider time, ILogger logger)
{
    private readonly RestartBackoff _backoff = new(time);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Resource Resource { get; } = resource;

    /// <summary>How it is with the resource now.</summary>
    public ResourceStatus Status { get; private set; } = new(ResourceState.Waiting, Reason: Waiting(after));

    /// <summary>Completes when the resource is healthy for the first time.</summary>
    public Task Up => _up.Task;

    /// <summary>
    /// Starts the resource and restarts it until it is to stop. A failure of the first start is thrown: what doesn't start once
    /// won't by trying again.
    /// </summary>
    /// <exception cref="StartFailedException">The first start failed.</exception>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await KeepUpAsync(stoppingToken);
        }
        catch (StartFailedException exception)
        {
            Status = new(ResourceState.Failed, Reason: exception.Message);
            throw;
        }
        finally
        {
            if (Status.State != ResourceState.Failed)
                Status = new(ResourceState.Stopped, Restarts: Status.Restarts);
        }
    }

    private static string? Waiting(IReadOnlyList<Supervisor> after) =>
        after.Count == 0 ? null : $"waits for {string.Join(" and ", after.Select(dependency => dependency.Resource.Name))}";

    private async Task KeepUpAsync(CancellationToken stoppingToken)
    {
        foreach (var dependency in after)
            await dependency.Up.WaitAsync(stoppingToken);
        await StartAsync(stoppingToken);
        _up.SetResult();
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
        Status = new(ResourceState.Restarting, Restarts: Status.Restarts + 1, Reason: Status.State == ResourceState.Restarting ? Status.Reason : ended);
        Log.Restarting(logger, Resource.Name, ended, wait.TotalSeconds);
        await Task.Delay(wait, time, stoppingToken);
        try
        {
            await StartAsync(stoppingToken);
            return true;
        }
        catch (StartFailedException exception)
        {
            Log.RestartFailed(logger, exception.Message);
            Status = Status with { State = ResourceState.Restarting, Reason = exception.Message };
            return false;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(logger, Resource.Name);
        var started = time.GetTimestamp();
        Status = new(ResourceState.Starting, Restarts: Status.Restarts);
        await Resource.StartAsync(cancellationToken);
        Status = new(ResourceState.Running, time.GetUtcNow(), Status.Restarts);
        _backoff.Started();
        Log.Healthy(logger, Resource.Name, time.GetElapsedTime(started).TotalSeconds);
    }
}
