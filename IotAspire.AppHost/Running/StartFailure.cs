using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>A service that refuses its configuration, or a server that this machine doesn't have, ends the AppHost: starting it again would change nothing.</summary>
internal sealed class StartFailure(IHostApplicationLifetime lifetime, ResourceLoggerService loggers, ConsoleLines console)
{
    private const string Marker = "Configuration error:";

    private readonly List<string> _lastWords = [];

    /// <summary>Stops the AppHost and keeps the errors that the service has written.</summary>
    public async Task StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        var isError = false;
        await foreach (var lines in loggers.GetAllAsync(resource).WithCancellation(cancellationToken))
        {
            foreach (var text in lines.Select(line => ServiceConsole.Plain(line.Content)))
            {
                // An error may have several lines; the others are indented.
                isError = text.Contains(Marker, StringComparison.Ordinal) || (isError && text.StartsWith(' '));
                if (isError)
                    errors.Add(text[Math.Max(text.IndexOf(Marker, StringComparison.Ordinal), 0)..]);
            }
        }

        lock (_lastWords)
        {
            _lastWords.AddRange(["", $"{resource.Name} can't be started:", .. errors.Distinct().Select(error => $"  {ConsoleLines.Visible(error)}")]);
            if (resource is not ProjectResource)
                _lastWords.Add(Servers.Alternative);
        }

        lifetime.StopApplication();
    }

    /// <summary>Writes why it stopped, as the last words.</summary>
    /// <returns>Whether there is anything to say.</returns>
    public bool WriteLast()
    {
        lock (_lastWords)
        {
            console.WritePlain(_lastWords);
            return _lastWords.Count > 0;
        }
    }
}

/// <summary>Writes that no container runtime answers, and what to do; Aspire only shows a state of each container and waits.</summary>
internal sealed class ContainerRuntimeNotice(ResourceNotificationService notifications, ConsoleLines console) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var changed in notifications.WatchAsync(stoppingToken))
        {
            if (changed.Snapshot.State?.Text != KnownResourceStates.RuntimeUnhealthy)
                continue;
            console.WritePlain(["", $"{changed.Resource.Name} can't be started: no container runtime is running. Start Docker or Podman, and then start the AppHost again.", Servers.Alternative, ""]);
            return;
        }
    }
}
