using System.Collections.Concurrent;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Generator;

/// <summary>The Generator as a process of its own, started as a user would.</summary>
internal sealed class GeneratorProcess : IAsyncDisposable
{
    private readonly ChildProcessHost _host = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ChildProcess _child;

    private GeneratorProcess(string hub, string[] arguments) => _child = _host.Start(
        new ChildProcessStart("dotnet", [Path.Combine(AppContext.BaseDirectory, "IotAspire.Generator.dll"), .. arguments])
        {
            WorkingDirectory = Repository.PathOf("IotAspire.Generator"),
            Environment = new Dictionary<string, string?>
            {
                ["ConnectionStrings__telemetry"] = hub,
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            },
            OnOutput = line => _output.Enqueue(line.Text),
        });

    public string Output => string.Join('\n', _output);

    public Task<int> Exited => _child.Exited;

    public static GeneratorProcess Start(string hub, params string[] arguments) => new(hub, arguments);

    public bool HasSaid(string text) => _output.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Asks it to stop.</summary>
    public async Task<int> StopAsync()
    {
        _child.Terminate();
        return await _child.Exited.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        _host.Dispose();
    }
}
