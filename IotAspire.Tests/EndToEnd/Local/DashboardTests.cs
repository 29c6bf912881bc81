using System.Text.Json;
using IotAspire.Tests.LocalDashboard;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd.Local;

/// <summary>The dashboard of the whole product, as it is started.</summary>
[Collection(nameof(PipelineTests))]
public sealed class DashboardTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_shows_what_runs_and_a_readings_way_in_both_directions()
    {
        ProcessTree.Require();
        using var folder = new TemporaryFolder();
        await using var host = await RunningAppHost.StartAsync(folder.Path);

        var resources = await ResourcesAsync(host, all => all.All(resource => resource.GetProperty("state").GetString() == "Running" && Text(resource, "health") == "Healthy"));
        Assert.Equal(["aggregator", "api", "generator", "hub", "mysql"], resources.Select(resource => Text(resource, "name")).Order(StringComparer.Ordinal));
        Assert.All(resources, resource => Assert.True(resource.GetProperty("memoryBytes").GetInt64() > 1 << 20 && resource.GetProperty("cpuPercent").GetDouble() >= 0, $"{resource}"));

        var (trace, link) = await Eventually.Async(() => FindLinkAsync(host), found => found.Link.ValueKind == JsonValueKind.Object, Soon, "a process span that links to a send span");
        var sent = await host.AskDashboardAsync($"/api/traces/{Text(link, "traceId")}");
        var send = sent.GetProperty("spans").EnumerateArray().Single(span => Text(span, "spanId") == Text(link, "spanId"));
        Assert.Equal(("send telemetry", "generator"), (Text(send, "name"), Text(send, "service")));
        Assert.Contains(trace, send.GetProperty("linkedBy").EnumerateArray().Select(back => Text(back, "traceId")));

        Processes.Kill(host.ProcessOf("IotAspire.Aggregator.dll"));
        await ResourcesAsync(host, all => all.Any(resource =>
            Text(resource, "name") == "aggregator" && Text(resource, "state") == "Running" && resource.GetProperty("restarts").GetInt32() == 1));
    }

    [Fact]
    public async Task Telemetry_goes_where_the_user_says_and_the_dashboard_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var collector = await RunningDashboard.StartAsync();
        var address = collector.Server.Address.ToString();
        await using var host = await RunningAppHost.StartAsync(folder.Path, new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = collector.Server.OtlpHeaders,
        });

        await Eventually.Async(
            () => collector.GetAsync("/api/traces"),
            answer => answer.GetProperty("services").EnumerateArray().Select(service => service.GetString()).Intersect(["aggregator", "generator"]).Count() == 2,
            Soon,
            "traces of both services at the collector");
        var status = await host.AskDashboardAsync("/api/status");
        Assert.Equal((address, 0), (Text(status, "telemetryElsewhere"), status.GetProperty("traces").GetProperty("traces").GetInt32()));
    }

    private static async Task<IReadOnlyList<JsonElement>> ResourcesAsync(RunningAppHost host, Func<IReadOnlyList<JsonElement>, bool> condition) => await Eventually.Async(
        async () => (await host.AskDashboardAsync("/api/resources")).GetProperty("resources").EnumerateArray().ToList(), condition, Soon, "resources as they should be");

    private static async Task<(string Trace, JsonElement Link)> FindLinkAsync(RunningAppHost host)
    {
        var traces = (await host.AskDashboardAsync("/api/traces?service=aggregator&text=process+telemetry")).GetProperty("traces");
        foreach (var id in traces.EnumerateArray().Select(trace => Text(trace, "traceId")!))
        {
            var spans = (await host.AskDashboardAsync($"/api/traces/{id}")).GetProperty("spans").EnumerateArray();
            foreach (var link in spans.Where(span => Text(span, "name") == "process telemetry").SelectMany(span => span.GetProperty("links").EnumerateArray()))
            {
                if (Text(link, "name") == "send telemetry")
                    return (id, link);
            }
        }

        return default;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
