using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>A service that refuses its configuration ends the AppHost: starting it again would change nothing.</summary>
internal sealed class StartFailure(IHostApplicationLifetime lifetime, ResourceLoggerService loggers, ConsoleLines console)
{
    /// <summary>Exit code of a service that refuses its configuration (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationError = 78;

    private const string Marker = "Configuration error:";

    private readonly List<string> _lastWords = [];

    /// <summary>Stops the AppHost, for the reasons that the service has written.</summary>
    public async Task StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        await foreach (var lines in loggers.GetAllAsync(resource).WithCancellation(cancellationToken))
            errors.AddRange(lines.Select(line => line.Content).Where(line => line.Contains(Marker, StringComparison.Ordinal)).Select(line => line[line.IndexOf(Marker, StringComparison.Ordinal)..]));
        lock (_lastWords)
            _lastWords.AddRange(["", $"{resource.Name} refuses its configuration:", .. errors.Distinct().Select(error => $"  {error}")]);
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
