using System.Collections.Concurrent;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Running;

/// <summary>Starts processes of ours again that ended by themselves, and not those that somebody stopped.</summary>
internal sealed partial class RestartAfterCrash(
    ResourceCommandService commands, IHostApplicationLifetime lifetime, StartFailure failure, TimeProvider time, ILogger<RestartAfterCrash> logger) : IDistributedApplicationEventingSubscriber
{
    // A process that ended by itself; one that was stopped is "Terminated" or "Exited".
    private static readonly string Ended = KnownResourceStates.Finished;

    private readonly ConcurrentDictionary<string, RestartBackoff> _backoff = new();

    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        if (executionContext.IsRunMode)
        {
            eventing.Subscribe<ResourceReadyEvent>((ready, _) =>
            {
                Backoff(ready.Resource).Started();
                return Task.CompletedTask;
            });
            eventing.Subscribe<ResourceStoppedEvent>(OnStoppedAsync);
        }

        return Task.CompletedTask;
    }

    private async Task OnStoppedAsync(ResourceStoppedEvent stopped, CancellationToken cancellationToken)
    {
        var (resource, snapshot) = (stopped.Resource, stopped.ResourceEvent.Snapshot);
        if (!resource.Annotations.OfType<KeptUpAnnotation>().Any() || lifetime.ApplicationStopping.IsCancellationRequested || snapshot.State?.Text != Ended)
            return;
        if (snapshot.ExitCode == StartFailure.ConfigurationError)
        {
            LogRefused(resource.Name);
            await failure.StopAsync(resource, cancellationToken);
            return;
        }

        if (snapshot.ExitCode == 0)
            return;
        var wait = Backoff(resource).Died();
        LogRestart(resource.Name, snapshot.ExitCode, wait.TotalSeconds);
        await Task.Delay(wait, time, lifetime.ApplicationStopping);
        await commands.ExecuteCommandAsync(stopped.ResourceEvent.ResourceId, KnownResourceCommands.StartCommand, lifetime.ApplicationStopping);
    }

    private RestartBackoff Backoff(IResource resource) => _backoff.GetOrAdd(resource.Name, _ => new(time));

    [LoggerMessage(5001, LogLevel.Warning, "{Resource} ended with exit code {ExitCode}. It is started again in {Seconds} s")]
    private partial void LogRestart(string resource, int? exitCode, double seconds);

    [LoggerMessage(5002, LogLevel.Error, "{Resource} can't be started with this configuration. Everything stops")]
    private partial void LogRefused(string resource);
}
