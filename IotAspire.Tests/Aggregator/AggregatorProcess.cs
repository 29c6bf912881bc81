using System.Collections.Concurrent;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Aggregator;

/// <summary>The Aggregator as a process of its own, for what only a process can do: stand still, be killed, end with a code.</summary>
internal sealed class AggregatorProcess : IAsyncDisposable
{
    // Their numbers differ between Linux and macOS.
    private static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    private readonly ChildProcessHost _host = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ChildProcess _child;

    private AggregatorProcess(IReadOnlyDictionary<string, string?> environment) => _child = _host.Start(
        new ChildProcessStart("dotnet", [Path.Combine(AppContext.BaseDirectory, "IotAspire.Aggregator.dll")])
        {
            WorkingDirectory = Repository.PathOf("IotAspire.Aggregator"),
            Environment = environment,
            OnOutput = line => _output.Enqueue(line.Text),
        });

    public string Output => string.Join('\n', _output);

    public Task<int> Exited => _child.Exited;

    public static AggregatorProcess Start(string hub, string database, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var environment = AggregatorSettings.Of(hub, database).Concat(settings)
            .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), string? (setting) => setting.Value);
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return new(environment);
    }

    /// <summary>Ends it without giving it a chance to do anything.</summary>
    public async Task KillAsync()
    {
        _child.Kill();
        await _child.Exited;
    }

    /// <summary>Lets it stand still, as a machine that swaps or a virtual machine that moves.</summary>
    public void Pause() => Signals.Send(_child.Id, Stop);

    /// <summary>Lets it go on as if nothing had happened.</summary>
    public void Resume() => Signals.Send(_child.Id, Continue);

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        _host.Dispose();
    }
}
