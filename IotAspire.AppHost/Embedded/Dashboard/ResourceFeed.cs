using IotAspire.AppHost.Embedded.Resources;
using IotAspire.AppHost.Embedded.Supervision;
using IotAspire.LocalDashboard;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>
/// The resources as the dashboard shows them. They are only looked at while somebody asks, and not more often than the pause, so
/// that many open pages cost no more than one.
/// </summary>
internal sealed class ResourceFeed(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    private readonly ProcessUsage _usage = new(time);
    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<Supervisor> _supervisors = [];
    private IReadOnlyList<ResourceSnapshot> _last = [];
    private long? _lastLook;

    /// <summary>Says what there is, once it is known.</summary>
    public void Show(IEnumerable<Supervisor> supervisors) => _supervisors = [.. supervisors];

    public async Task<IReadOnlyList<ResourceSnapshot>> LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_lastLook is { } look && time.GetElapsedTime(look) < Pause)
                return _last;
            var tree = ProcessTree.Now();
            _last = await Task.WhenAll(_supervisors.Select(supervisor => LookAtAsync(supervisor, tree, cancellationToken)));
            _lastLook = time.GetTimestamp();
            return _last;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ResourceSnapshot> LookAtAsync(Supervisor supervisor, ProcessTree tree, CancellationToken cancellationToken)
    {
        var (resource, status) = (supervisor.Resource, supervisor.Status);
        var health = status.State == ResourceState.Running ? await AskHealthAsync(resource, cancellationToken) : null;
        var usage = resource.ProcessId is { } id ? _usage.Of(id, tree) : null;
        return new(resource.Name, resource.Kind, status.State, resource.Addresses)
        {
            RunningSince = status.RunningSince,
            Restarts = status.Restarts,
            CpuPercent = usage?.CpuPercent,
            MemoryBytes = usage?.MemoryBytes,
            Health = health?.Status,
            Reason = health?.Reason ?? status.Reason,
        };
    }

    private static async Task<ResourceHealth?> AskHealthAsync(Resource resource, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(HealthTimeout);
        try
        {
            return await resource.CheckHealthAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new("Unhealthy", $"no answer within {HealthTimeout.TotalSeconds:0} s");
        }
    }
}
