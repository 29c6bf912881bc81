using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost.Running;

/// <summary>A table of addresses when everything is healthy.</summary>
internal sealed class StartSummary(
    DistributedApplicationModel model, ResourceNotificationService notifications, IConfiguration configuration, ConsoleLines console, TimeProvider time) : BackgroundService
{
    private const string DashboardName = "aspire-dashboard";
    private const int NameWidth = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        var resources = model.Supervised();
        await Task.WhenAll(resources.Select(resource => HealthyAsync(resource, stoppingToken)));
        await DashboardListensAsync(stoppingToken);
        var lines = resources.Reverse().OfType<IResourceWithEndpoints>()
            .SelectMany(resource => resource.GetEndpoints().Where(endpoint => endpoint.IsAllocated).Select(endpoint => Row(resource.Name, endpoint.Url)));
        console.WritePlain(
        [
            "",
            .. Dashboard() is { } dashboard ? [Row("dashboard", dashboard)] : Array.Empty<string>(),
            .. lines,
            Row("ready", string.Create(CultureInfo.InvariantCulture, $"after {time.GetElapsedTime(started).TotalSeconds:0.0} s; Ctrl+C stops everything")),
            "",
        ]);
        // The AppHost has little to do from now on. Memory that only the start needed goes back to the system.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    // Writes what a resource is waiting for if the start takes unusually long.
    private async Task HealthyAsync(IResource resource, CancellationToken stoppingToken)
    {
        var healthy = notifications.WaitForResourceHealthyAsync(resource.Name, WaitBehavior.WaitOnResourceUnavailable, stoppingToken);
        try
        {
            await healthy.WaitAsync(MaxWait, time, stoppingToken);
        }
        catch (TimeoutException)
        {
            if (notifications.TryGetCurrentState(resource.Name, out var current))
                console.Write(resource.Name, $"isn't ready yet: {string.Join("; ", Reasons(current.Snapshot).Prepend(current.Snapshot.State?.Text))}");
            await healthy;
        }
    }

    private static IEnumerable<string?> Reasons(CustomResourceSnapshot snapshot) => snapshot.HealthReports
        .Where(report => report.Status is not HealthStatus.Healthy)
        .Select(report => report.Description ?? report.ExceptionText?.Split('\n')[0])
        .Distinct();

    // Aspire doesn't check its health. Should it never listen, the other addresses are still worth telling.
    private async Task DashboardListensAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        while (Dashboard() is { } dashboard && !Ports.IsTaken(new Uri(dashboard).Port) && time.GetElapsedTime(started) < MaxWait)
            await Task.Delay(Pause, time, stoppingToken);
    }

    private string? Dashboard() => !model.Resources.Any(resource => resource.Name == DashboardName) ? null
        : configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{configuration[DashboardAddresses.Dashboard]}/login?t={token}"
        : configuration[DashboardAddresses.Dashboard];

    private static string Row(string name, string text) => $"{name.PadRight(NameWidth)}  {text}";
}
