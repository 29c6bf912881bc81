using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.AppHost.Commands;

/// <summary>Stops and starts resources as the buttons of the dashboard do, and waits until they have stopped or are healthy.</summary>
internal sealed class RunningResources(IServiceProvider services)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly ResourceCommandService _commands = services.GetRequiredService<ResourceCommandService>();
    private readonly ResourceNotificationService _notifications = services.GetRequiredService<ResourceNotificationService>();

    /// <summary>A command that needs its resource running is greyed out while it isn't.</summary>
    public static ResourceCommandState WhileRunning(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    /// <summary>Stops it, if it runs, and waits until it has ended.</summary>
    public async Task StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (!IsRunning(resource))
            return;
        await ExecuteAsync(resource, KnownResourceCommands.StopCommand, cancellationToken);
        // The stop command can return before the state changes, and StartAsync relies on the state.
        await _notifications.WaitForResourceAsync(resource.Name, changed => changed.Snapshot.State?.Text is not ("Running" or "Stopping"), cancellationToken);
    }

    /// <summary>Starts it, unless it runs, and waits until it is healthy.</summary>
    /// <exception cref="TimeoutException">It isn't after three minutes.</exception>
    public async Task StartAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (!IsRunning(resource))
            await ExecuteAsync(resource, KnownResourceCommands.StartCommand, cancellationToken);
        // The state of the stopped process may be reported again after the new one has started, so it doesn't end the wait.
        await _notifications.WaitForResourceHealthyAsync(resource.Name, WaitBehavior.WaitOnResourceUnavailable, cancellationToken).WaitAsync(StartTime, _time, cancellationToken);
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning(IResource resource) =>
        _notifications.TryGetCurrentState(resource.Name, out var current) && current.Snapshot.State?.Text == KnownResourceStates.Running;

    private async Task ExecuteAsync(IResource resource, string command, CancellationToken cancellationToken)
    {
        var result = await _commands.ExecuteCommandAsync(resource, command, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (!result.Success)
            throw new DistributedApplicationException($"{resource.Name}: {command} failed: {result.Message}");
    }
}
