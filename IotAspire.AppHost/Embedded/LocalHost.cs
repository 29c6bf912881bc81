using IotAspire.AppHost.Embedded.Dashboard;
using IotAspire.AppHost.Embedded.Output;
using IotAspire.AppHost.Embedded.Resources;
using IotAspire.AppHost.Embedded.Supervision;
using IotAspire.ChildProcesses;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded;

/// <summary>The pipeline on this machine.</summary>
internal static class LocalHost
{
    /// <summary>Runs the pipeline until it is to stop.</summary>
    /// <returns>The exit code: 0 after a stop that was asked for, 1 when it couldn't be started.</returns>
    public static async Task<int> RunAsync(HostOptions options, ConsoleLines lines, CancellationToken stoppingToken)
    {
        using var loggerFactory = LineLogging.CreateFactory(lines);
        var logger = loggerFactory.CreateLogger(typeof(LocalHost));
        try
        {
            using var data = DataFolder.Open(options.DataDirectory, options.Reset);
            using var children = new ChildProcessHost();
            using var health = new HealthProbe(TimeProvider.System);
            using var feed = new ResourceFeed(TimeProvider.System);
            var ports = new PortChoice(logger);
            await using var dashboard = await DashboardHost.StartAsync(options.Dashboard, feed, ports, loggerFactory, logger, stoppingToken);
            if (dashboard.LoginAddress is { } address)
                Log.Dashboard(logger, address);
            // From here on: the token isn't for the log that it shows.
            lines.Listener = dashboard.Write;
            var context = new ResourceContext(children, health, ports, lines, dashboard.Telemetry);
            var pipeline = Compose(options, data, context, loggerFactory, logger, dashboard.LoginAddress);
            feed.Show(pipeline.Supervisors);
            await pipeline.RunAsync(stoppingToken);
            return 0;
        }
        catch (StartFailedException exception)
        {
            Log.StartFailed(logger, exception.Message);
            return 1;
        }
    }

    /// <summary>What runs, wired to what. The order is that of the start; the stop is the reverse.</summary>
    internal static Pipeline Compose(HostOptions options, DataFolder data, ResourceContext context, ILoggerFactory loggerFactory, ILogger logger, string? dashboard = null)
    {
        var pipeline = new Pipeline(context.Lines, TimeProvider.System, logger) { Dashboard = dashboard };

        var mysql = pipeline.Add(new MySqlResource("mysql", data.MySql, options.MySql, loggerFactory) { StopTimeout = TimeSpan.FromSeconds(2) });

        Resource hub = options.EventHub is { } existing ? new ExistingEventHub("hub", existing) : new EventHubResource("hub", data.Hub, context);
        pipeline.Add(hub);
        var telemetry = (IConnectionSource)hub;

        var aggregator = pipeline.Add(
            new ServiceResource("aggregator", BuiltProjects.Aggregator, 5082, context) { StopTimeout = TimeSpan.FromSeconds(3) }
                .WithReference(telemetry)
                .WithReference(mysql)
                .WithCatalogue(options),
            after: [hub, mysql]);

        pipeline.Add(
            new ServiceResource("api", BuiltProjects.Api, 5080, context)
                .WithReference(mysql),
            after: [aggregator]);

        pipeline.Add(
            new ServiceResource("generator", BuiltProjects.Generator, 5081, context) { StopTimeout = TimeSpan.FromSeconds(2.5) }
                .WithReference(telemetry)
                .WithCatalogue(options)
                .WithSettings(options.Simulation)
                .WithSetting("Generator__Ledger", data.Ledger),
            after: [aggregator]);

        return pipeline;
    }
}
