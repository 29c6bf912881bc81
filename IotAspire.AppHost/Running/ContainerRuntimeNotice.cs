using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>Says that no container runtime answers, and what to do about it; Aspire shows a state of each container and waits.</summary>
internal sealed class ContainerRuntimeNotice(ResourceNotificationService notifications, ConsoleLines console) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var changed in notifications.WatchAsync(stoppingToken))
        {
            if (changed.Snapshot.State?.Text != KnownResourceStates.RuntimeUnhealthy)
                continue;
            console.WritePlain(["", $"{changed.Resource.Name} can't be started: no container runtime answers. Start Docker or Podman, and then this again.", Servers.Alternative, ""]);
            return;
        }
    }
}
