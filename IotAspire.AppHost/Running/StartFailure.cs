using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>A service that refuses its configuration ends the AppHost: starting it again would change nothing.</summary>
internal sealed class StartFailure(IHostApplicationLifetime lifetime, ConsoleLines console)
{
    /// <summary>Exit code of a service that refuses its configuration (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationError = 78;

    private const string Marker = "Configuration error:";

    private readonly ConcurrentQueue<string> _errors = new();
    private string? _resource;

    /// <summary>Takes note of a line that a service writes.</summary>
    public void Read(string resource, string line)
    {
        if (line.Contains(Marker, StringComparison.Ordinal))
            _errors.Enqueue($"{resource}: {line[line.IndexOf(Marker, StringComparison.Ordinal)..]}");
    }

    /// <summary>Stops the AppHost.</summary>
    public void Stop(string resource)
    {
        _resource ??= resource;
        lifetime.StopApplication();
    }

    /// <summary>Writes why it stopped, as the last words.</summary>
    /// <returns>Whether there is anything to say.</returns>
    public bool WriteLast()
    {
        if (_resource is null)
            return false;
        console.WritePlain(["", $"{_resource} can't be started with this configuration:", .. _errors.Distinct()]);
        return true;
    }
}
