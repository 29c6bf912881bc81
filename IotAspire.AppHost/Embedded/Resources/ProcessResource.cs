using IotAspire.AppHost.Embedded.Dashboard;
using IotAspire.AppHost.Embedded.Output;
using IotAspire.ChildProcesses;

namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>A child process with a health endpoint.</summary>
internal abstract class ProcessResource(string name, ResourceContext context) : Resource(name)
{
    private const int Killed = 128 + 9;

    private ChildProcess? _process;
    private Uri? _health;

    protected ResourceContext Context { get; } = context;

    public override int? ProcessId => _process?.Id;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (start, health) = Describe();
        _health = health;
        await DiscardAsync();
        var errors = new StartErrors();
        _process = Context.Children.Start(start with
        {
            OnOutput = line =>
            {
                errors.Add(line);
                Context.Lines.Write(Name, line.Text, line.IsError);
            },
        });
        if (await Context.Health.WaitAsync(health, _process.Exited, cancellationToken) is { } reason)
        {
            await DiscardAsync();
            throw new StartFailedException($"{Name} {reason}{errors}");
        }
    }

    public override async Task<string> EndedAsync() => $"ended with code {await _process!.Exited}";

    public override async Task<ResourceHealth?> CheckHealthAsync(CancellationToken cancellationToken) =>
        _health is null ? null : await Context.Health.AskAsync(_health, cancellationToken);

    public override async Task<string> StopAsync()
    {
        if (_process is null)
            return "wasn't running";
        var exitCode = await _process.StopAsync(StopTimeout);
        await DiscardAsync();
        return exitCode == Killed ? $"was killed, because it hadn't ended within {StopTimeout.TotalSeconds:0.0} s" : $"stopped with code {exitCode}";
    }

    /// <summary>What to start, and where it will say that it is healthy. Ports are chosen at the first call and kept.</summary>
    protected abstract (ChildProcessStart Start, Uri Health) Describe();

    private async Task DiscardAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }
}

/// <summary>What all resources share.</summary>
internal sealed record ResourceContext(ChildProcessHost Children, HealthProbe Health, PortChoice Ports, ConsoleLines Lines, TelemetryTarget Telemetry);
