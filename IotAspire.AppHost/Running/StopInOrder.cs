using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>
/// Stops those that send before those that receive: in the reverse order of declaration, one after the other. Aspire stops all at
/// once, and a service whose server goes first warns of it.
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
