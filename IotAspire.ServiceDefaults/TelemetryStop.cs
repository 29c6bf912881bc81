using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotAspire.ServiceDefaults;

/// <summary>
/// Ends telemetry within a second in all, whether or not a collector answers. Left to themselves the three providers wait for up to
/// five seconds, one after another, and Aspire tells the exporters of every project to try again as long as they may.
/// </summary>
internal sealed class TelemetryStop(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedService, IDisposable
{
    private const int Milliseconds = 1000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The container disposes of what it made in reverse: everything that may have something to tell, then this, then the providers,
    // whose own shutdown finds nothing left to do. Each waits on a thread of its own, since a busy pool would have them wait in turn.
    public void Dispose()
    {
        Func<bool>[] shutdowns = [() => traces.Shutdown(Milliseconds), () => metrics.Shutdown(Milliseconds), () => logs.Shutdown(Milliseconds)];
        Task.WaitAll([.. shutdowns.Select(shutdown => Task.Factory.StartNew(shutdown, default, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
    }
}
