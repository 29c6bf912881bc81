using System.Collections;
using System.Net;
using System.Net.Sockets;
using IotAspire.AppHost.Embedded;
using IotAspire.AppHost.Embedded.Dashboard;
using IotAspire.LocalDashboard;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class DashboardHostTests
{
    private static readonly PortChoice Ports = new(NullLogger.Instance);

    [Fact]
    public async Task A_taken_port_leads_to_another()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var dashboard = await StartAsync(new() { Port = port }, Ports);

        Assert.NotEqual(port, new Uri(dashboard.LoginAddress!).Port);
    }

    [Fact]
    public async Task Without_any_port_the_pipeline_does_without()
    {
        var taken = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        taken.ForEach(listener => listener.Start());
        var next = new Queue<int>(taken.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port));
        await using var dashboard = await StartAsync(new() { Port = 1 }, new PortChoice(_ => true, next.Dequeue, NullLogger.Instance));
        taken.ForEach(listener => listener.Dispose());

        Assert.Null(dashboard.LoginAddress);
        Assert.Empty(dashboard.Telemetry.Settings);
        dashboard.Write("api", "a line", isError: false);
    }

    [Fact]
    public async Task Services_are_told_to_export_to_it_as_Aspire_tells_them()
    {
        await using var dashboard = await StartAsync(new() { Port = FreePort() }, Ports);
        var environment = Environment(dashboard, []);

        Assert.Equal(new Uri(new Uri(dashboard.LoginAddress!), "/").ToString(), environment["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("http/protobuf", environment["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.StartsWith("x-otlp-api-key=", environment["OTEL_EXPORTER_OTLP_HEADERS"], StringComparison.Ordinal);
        Assert.Equal(("1000", "1000"), (environment["OTEL_BSP_SCHEDULE_DELAY"], environment["OTEL_BLRP_SCHEDULE_DELAY"]));
        Assert.DoesNotContain("OTEL_BSP_SCHEDULE_DELAY", Environment(dashboard, new Hashtable { ["OTEL_BSP_SCHEDULE_DELAY"] = "5" }).Keys);
    }

    [Fact]
    public async Task Services_are_told_nothing_when_the_user_has_a_collector()
    {
        await using var dashboard = await StartAsync(new() { Port = FreePort(), TelemetryElsewhere = "http://localhost:4317" }, Ports);

        Assert.NotNull(dashboard.LoginAddress);
        Assert.Empty(Environment(dashboard, []));
    }

    private static Dictionary<string, string?> Environment(DashboardHost dashboard, Hashtable inherited)
    {
        var environment = new Dictionary<string, string?>();
        dashboard.Telemetry.AddTo(environment, inherited);
        return environment;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<DashboardHost> StartAsync(LocalDashboardOptions options, PortChoice ports)
    {
        using var feed = new ResourceFeed(TimeProvider.System);
        return await DashboardHost.StartAsync(options, feed, ports, NullLoggerFactory.Instance, NullLogger.Instance, TestContext.Current.CancellationToken);
    }
}
