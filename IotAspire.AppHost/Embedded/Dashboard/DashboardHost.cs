using System.Net.Sockets;
using IotAspire.LocalDashboard;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>
/// The dashboard and what goes into it. It is a window and no part of the pipeline: when it can't be had, the pipeline runs
/// without it.
/// </summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private const int MostPorts = 5;

    private readonly LocalDashboardServer? _server;

    private DashboardHost(LocalDashboardServer? server, TelemetryTarget telemetry) => (_server, Telemetry) = (server, telemetry);

    /// <summary>Where the services send their telemetry.</summary>
    public TelemetryTarget Telemetry { get; }

    /// <summary>Opens the dashboard in a browser; null when there is none.</summary>
    public string? LoginAddress => _server?.LoginAddress.ToString();

    /// <param name="options">What the command line asks for; null for no dashboard.</param>
    /// <param name="feed">Tells of the resources.</param>
    /// <param name="ports">Finds another port when the one wanted is taken.</param>
    /// <param name="loggerFactory">Gets the web server's warnings.</param>
    /// <param name="logger">Says what goes wrong.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<DashboardHost> StartAsync(
        LocalDashboardOptions? options, ResourceFeed feed, PortChoice ports, ILoggerFactory loggerFactory, ILogger logger, CancellationToken cancellationToken)
    {
        if (options is null)
            return new(null, TelemetryTarget.None);
        // Somebody else may take the port between the choice and the start.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var port = ports.Choose("dashboard", options.Port);
                var server = await LocalDashboardServer.StartAsync(options with { Port = port }, feed.LookAsync, loggerFactory, TimeProvider.System, cancellationToken);
                return new(server, options.TelemetryElsewhere is null ? TelemetryTarget.Of(server) : TelemetryTarget.None);
            }
            catch (IOException) when (attempt < MostPorts)
            {
                // The next choice sees that it is taken.
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                Log.NoDashboard(logger, exception.Message);
                return new(null, TelemetryTarget.None);
            }
        }
    }

    /// <summary>Shows a console line.</summary>
    public void Write(string name, string line, bool isError) => _server?.Write(name, line, isError);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
