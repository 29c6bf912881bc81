using System.Collections.Concurrent;
using System.Diagnostics;
using IotAspire.AppHost.Embedded.Dashboard;
using IotAspire.AppHost.Embedded.Output;
using IotAspire.AppHost.Embedded.Resources;
using IotAspire.AppHost.Embedded.Supervision;
using IotAspire.LocalDashboard;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class ResourceFeedTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_resources_life_is_shown_from_waiting_to_the_second_start()
    {
        var (events, gate) = (new ConcurrentQueue<string>(), new TaskCompletionSource());
        using var feed = new ResourceFeed(_time);
        await using var output = new StringWriter();
        using var stopping = new CancellationTokenSource();
        var pipeline = new Pipeline(new ConsoleLines(output, useColor: false), _time, NullLogger.Instance);
        var mysql = pipeline.Add(new FakeResource("mysql", events) { HoldStart = gate });
        var api = pipeline.Add(new FakeResource("api", events), after: [mysql]);
        feed.Show(pipeline.Supervisors);
        var run = pipeline.RunAsync(stopping.Token);

        await SeenAsync(feed, (ResourceState.Starting, 0, null), (ResourceState.Waiting, 0, "waits for mysql"));
        gate.SetResult();
        await SeenAsync(feed, (ResourceState.Running, 0, null), (ResourceState.Running, 0, null));
        api.Failures.Enqueue("port taken");
        api.Die();
        await SeenAsync(feed, (ResourceState.Running, 0, null), (ResourceState.Restarting, 2, "port taken"));
        await SeenAsync(feed, (ResourceState.Running, 0, null), (ResourceState.Running, 2, null));

        await stopping.CancelAsync();
        await run;
        await SeenAsync(feed, (ResourceState.Stopped, 0, null), (ResourceState.Stopped, 2, null));
    }

    [Fact]
    public void A_process_and_its_children_are_measured_together()
    {
        EndToEnd.ProcessTree.Require();
        var usage = new ProcessUsage(TimeProvider.System);
        var own = usage.Of(Environment.ProcessId, IotAspire.AppHost.Embedded.Dashboard.ProcessTree.Now())!;

        Assert.InRange(own.MemoryBytes, Process.GetCurrentProcess().WorkingSet64 / 2, long.MaxValue);
        Assert.InRange(own.CpuPercent, 0, 100 * Environment.ProcessorCount);
        Assert.Null(usage.Of(int.MaxValue, IotAspire.AppHost.Embedded.Dashboard.ProcessTree.Now()));
    }

    [Theory]
    [InlineData("""{"status":"Healthy","checks":{}}""", true, "Healthy", null)]
    [InlineData("""{"status":"Degraded","checks":{"mysql":{"status":"Degraded","description":"slow"},"self":{"status":"Healthy"}}}""", true, "Degraded", "mysql: slow")]
    [InlineData("""{"status":"Unhealthy","checks":{"mysql":{"status":"Unhealthy","description":null}}}""", false, "Unhealthy", "mysql")]
    [InlineData("OK", true, "Healthy", null)]
    [InlineData("no hub", false, "Unhealthy", "no hub")]
    [InlineData("[1]", true, "Healthy", null)]
    public void Health_is_read_with_its_reasons(string body, bool isSuccess, string status, string? reason) =>
        Assert.Equal(new ResourceHealth(status, reason), HealthReport.Parse(body, isSuccess));

    private async Task SeenAsync(ResourceFeed feed, params (ResourceState State, int Restarts, string? Reason)[] expected) => await Eventually.Async(
        async () =>
        {
            // Each look is at least the feed's pause after the one before; the backoffs pass with it.
            _time.Advance(TimeSpan.FromSeconds(1.1));
            return (await feed.LookAsync(TestContext.Current.CancellationToken)).Select(resource => (resource.State, resource.Restarts, resource.Reason)).ToArray();
        },
        seen => seen.SequenceEqual(expected),
        Deadline,
        string.Join(", ", expected));
}
