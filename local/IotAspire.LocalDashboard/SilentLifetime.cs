using Microsoft.Extensions.Hosting;

namespace IotAspire.LocalDashboard;

/// <summary>Leaves Ctrl+C and the other signals to the process that the dashboard is in.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
