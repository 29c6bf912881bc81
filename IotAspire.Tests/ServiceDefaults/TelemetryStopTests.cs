using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IotAspire.ServiceDefaults;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.ServiceDefaults;

/// <summary>A collector that is away or hangs may not delay a stop; one that answers gets everything.</summary>
[Collection(RunsAlone.Name)]
public sealed class TelemetryStopTests
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "grpc")]
    [InlineData(true, "http/protobuf")]
    [InlineData(false, "grpc")]
    [InlineData(false, "http/protobuf")]
    public async Task A_dead_collector_delays_no_stop(bool hangs, string protocol)
    {
        await using var collector = hangs ? DeadCollector.ThatHangs() : await DeadCollector.ThatIsGoneAsync();
        using var source = new ActivitySource("IotAspire.Tests.Stop");
        var host = HostWith(collector.Address, protocol);
        await host.StartAsync(Token);
        Tell(host, source);
        if (hangs)
            await collector.Asked.WaitAsync(Soon, Token);

        var started = Stopwatch.GetTimestamp();
        Tell(host, source);
        await host.StopAsync(Token);
        await host.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Allowed);
    }

    [Fact]
    public async Task The_last_word_of_a_service_reaches_a_collector_that_answers()
    {
        var received = new ConcurrentDictionary<string, int>();
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", (string signal) => received.AddOrUpdate(signal, 1, (_, count) => count + 1));
        await collector.StartAsync(Token);
        using var source = new ActivitySource("IotAspire.Tests.Stop");
        // So rarely that what is told now is sent at the end; what was told first shows that the exporters are under way.
        var host = HostWith(collector.Urls.Single(), "http/protobuf", ("OTEL_BSP_SCHEDULE_DELAY", "5000"), ("OTEL_BLRP_SCHEDULE_DELAY", "5000"), ("OTEL_METRIC_EXPORT_INTERVAL", "5000"));
        await host.StartAsync(Token);
        // Made now: the runtime's own metrics belong to the process, and other hosts in it have ended them.
        using var meter = new Meter("IotAspire.Tests.Stop");
        meter.CreateCounter<int>("words").Add(1);
        Tell(host, source);
        await Eventually.Async(() => Task.FromResult(string.Join(' ', received.Keys.Order())), signals => signals.Contains("logs", StringComparison.Ordinal) && signals.Contains("traces", StringComparison.Ordinal), Soon, "logs and traces");
        var before = received.ToDictionary();

        Tell(host, source);
        await host.StopAsync(Token);
        await host.DisposeAsync();

        Assert.Contains("metrics", received.Keys);
        Assert.All(before, signal => Assert.InRange(received[signal.Key], signal.Value + 1, int.MaxValue), throwIfEmpty: true);
    }

    private static void Tell(WebApplication host, ActivitySource source)
    {
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("IotAspire.Tests").Log(LogLevel.Information, default, "A word", exception: null, (word, _) => word);
        source.StartActivity("a span")?.Dispose();
    }

    private static WebApplication HostWith(string collector, string protocol, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        // As Aspire sets them for every project.
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory"), ("OTEL_TRACES_SAMPLER", "always_on"),
                ("OTEL_BSP_SCHEDULE_DELAY", "1000"), ("OTEL_BLRP_SCHEDULE_DELAY", "1000"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), .. settings,
            ])
        {
            builder.Configuration[name] = value;
        }

        builder.AddServiceDefaults();
        return builder.Build();
    }
}
