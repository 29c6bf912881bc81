using System.Collections.Concurrent;
using System.Diagnostics;
using IotAspire.ChildProcesses;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.ServiceDefaults;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd;

/// <summary>A service as a process with what Aspire tells it, and a collector that is away or hangs: SIGTERM still ends it at once.</summary>
[Collection(RunsAlone.Name)]
public sealed class DeadCollectorTests
{
    // One and a half on an idle machine, fifteen if each of the three kinds of telemetry waits for the collector.
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Api", true)]
    [InlineData("Api", false)]
    [InlineData("Aggregator", true)]
    [InlineData("Generator", true)]
    public async Task It_ends_in_time(string service, bool hangs)
    {
        await using var collector = hangs ? DeadCollector.ThatHangs() : await DeadCollector.ThatIsGoneAsync();
        var output = new ConcurrentQueue<string>();
        await using var hub = await TestHub.StartAsync();
        using var children = new ChildProcessHost();
        // No database is there: a service waits for it, and ends all the same.
        await using var process = children.Start(new("dotnet", [BuiltAssembly.PathOf($"IotAspire.{service}"), "--urls", "http://127.0.0.1:0"])
        {
            OnOutput = line => output.Enqueue(line.Text),
            Environment = new Dictionary<string, string?>
            {
                ["ConnectionStrings__iotdb"] = "Server=127.0.0.1;Port=1;Database=iotdb;User ID=nobody;Password=none",
                ["ConnectionStrings__telemetry"] = hub.ConnectionString(TestHub.Name),
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
                ["OTEL_TRACES_SAMPLER"] = "always_on",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            },
        });
        await Eventually.TrueAsync(() => output.Any(line => line.Contains("Application started", StringComparison.Ordinal)), Soon, "started");
        if (hangs)
            await collector.Asked.WaitAsync(Soon, Token);

        var asked = Stopwatch.GetTimestamp();
        var exitCode = await process.StopAsync(Soon);

        Assert.Equal(0, exitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, Allowed);
    }
}
