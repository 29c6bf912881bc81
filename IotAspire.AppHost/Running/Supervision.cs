using System.Collections.Concurrent;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Running;

/// <summary>Starts our processes again if they ended by themselves, and not if they were stopped.</summary>
internal sealed partial class RestartAfterCrash(
    ResourceCommandService commands, IHostApplicationLifetime lifetime, StartFailure failure, TimeProvider time, ILogger<RestartAfterCrash> logger) : IDistributedApplicationEventingSubscriber
{
    // A process that ended by itself; one that was stopped is "Terminated" or "Exited".
    private static readonly string Ended = KnownResourceStates.Finished;

    private readonly ConcurrentDictionary<string, RestartBackoff> _backoffs = new();

    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        if (executionContext.IsRunMode)
        {
            eventing.Subscribe<ResourceReadyEvent>((ready, _) =>
            {
                BackoffOf(ready.Resource).Started();
                return Task.CompletedTask;
            });
            eventing.Subscribe<ResourceStoppedEvent>(OnStoppedAsync);
        }

        return Task.CompletedTask;
    }

    private async Task OnStoppedAsync(ResourceStoppedEvent stopped, CancellationToken cancellationToken)
    {
        var (resource, snapshot) = (stopped.Resource, stopped.ResourceEvent.Snapshot);
        if (!resource.Annotations.OfType<SupervisedAnnotation>().Any() || lifetime.ApplicationStopping.IsCancellationRequested || snapshot.State?.Text != Ended)
            return;
        if (snapshot.ExitCode == ServiceRun.ConfigurationError)
        {
            LogRefused(resource.Name);
            await failure.StopAsync(resource, cancellationToken);
            return;
        }

        if (snapshot.ExitCode == 0)
        {
            LogEnded(resource.Name);
            return;
        }

        // Not awaited: until this returns, Aspire takes no other change of state, and the start may wait for one.
        _ = RestartAsync(resource, stopped.ResourceEvent.ResourceId, snapshot.ExitCode);
    }

    private async Task RestartAsync(IResource resource, string id, int? exitCode)
    {
        var wait = BackoffOf(resource).Died();
        LogRestart(resource.Name, exitCode, wait.TotalSeconds);
        try
        {
            await Task.Delay(wait, time, lifetime.ApplicationStopping);
            var result = await commands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, lifetime.ApplicationStopping);
            if (!result.Success)
                LogNotRestarted(resource.Name, result.Message);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Everything stops.
        }
#pragma warning disable CA1031 // This isn't awaited, so the log is the only place for the error.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotRestarted(resource.Name, exception.Message);
        }
    }

    private RestartBackoff BackoffOf(IResource resource) => _backoffs.GetOrAdd(resource.Name, _ => new(time));

    [LoggerMessage(5001, LogLevel.Warning, "{Resource} ended with exit code {ExitCode}. It will be restarted in {Seconds} s")]
    private partial void LogRestart(string resource, int? exitCode, double seconds);

    [LoggerMessage(5004, LogLevel.Warning, "{Resource} exited with code 0 and won't be restarted. To start it again, use the dashboard")]
    private partial void LogEnded(string resource);

    [LoggerMessage(5003, LogLevel.Error, "{Resource} couldn't be restarted: {Reason}")]
    private partial void LogNotRestarted(string resource, string? reason);

    [LoggerMessage(5002, LogLevel.Error, "{Resource} can't start with this configuration. The AppHost is stopping")]
    private partial void LogRefused(string resource);
}

/// <summary>The pauses before the restarts of one resource: doubled with each, and short again once the resource has been healthy for a minute.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    public static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);

    // Without jitter: the resources of one machine don't fail in great numbers.
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), jitter: () => 1);
    private long? _healthySince;

    /// <summary>The resource is healthy from now on.</summary>
    public void Started() => _healthySince = time.GetTimestamp();

    /// <summary>The resource died, or couldn't be started.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Died()
    {
        if (_healthySince is { } since && time.GetElapsedTime(since) >= Recovered)
            _backoff.Reset();
        _healthySince = null;
        return _backoff.Next();
    }
}

/// <summary>
/// Stops senders before receivers: in the reverse order of declaration, one after the other. Aspire stops all at once, and a service logs
/// warnings if its server stops first.
/// </summary>
internal sealed class StopInOrder(DistributedApplicationModel model, ResourceCommandService commands, ResourceNotificationService notifications) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Supervised().Reverse())
        {
            if (notifications.TryGetCurrentState(resource.Name, out var current) && current.Snapshot.State?.Text == KnownResourceStates.Running)
                await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A supervised process: started again after a crash, stopped in the reverse order of declaration, shown on the console.</summary>
internal sealed class SupervisedAnnotation : IResourceAnnotation;

internal static class SupervisedExtensions
{
    /// <summary>Supervises a process.</summary>
    public static IResourceBuilder<T> WithSupervision<T>(this IResourceBuilder<T> resource)
        where T : IResource => resource.WithAnnotation(new SupervisedAnnotation());

    /// <summary>The supervised processes, in the order of their declaration.</summary>
    public static IReadOnlyList<IResource> Supervised(this DistributedApplicationModel model) =>
        [.. model.Resources.Where(resource => resource.Annotations.OfType<SupervisedAnnotation>().Any())];
}
