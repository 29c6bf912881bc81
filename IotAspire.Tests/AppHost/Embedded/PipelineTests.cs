using System.Collections.Concurrent;
using IotAspire.AppHost.Embedded;
using IotAspire.AppHost.Embedded.Output;
using IotAspire.AppHost.Embedded.Supervision;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class PipelineTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<string> _events = new();
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Pipeline _pipeline;

    public PipelineTests() => _pipeline = new Pipeline(new ConsoleLines(_output, useColor: false), _time, NullLogger.Instance);

    public void Dispose()
    {
        _output.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_resource_starts_after_those_it_needs_and_all_stop_in_reverse()
    {
        var gate = new TaskCompletionSource();
        var mysql = _pipeline.Add(new FakeResource("mysql", _events) { HoldStart = gate });
        var hub = _pipeline.Add(new FakeResource("hub", _events));
        _pipeline.Add(new FakeResource("aggregator", _events), after: [mysql, hub]);
        var run = _pipeline.RunAsync(_stopping.Token);
        await SeenAsync("hub up");
        Assert.DoesNotContain("aggregator starts", _events);

        gate.SetResult();
        await SeenAsync("aggregator up");
        await _stopping.CancelAsync();
        await run;
        Assert.Equal(["aggregator stops", "hub stops", "mysql stops"], _events.TakeLast(3));
    }

    [Fact]
    public async Task Addresses_are_shown_once_all_is_up()
    {
        var hub = _pipeline.Add(new FakeResource("hub", _events));
        _pipeline.Add(new FakeResource("api", _events), after: [hub]);
        var run = _pipeline.RunAsync(_stopping.Token);
        await SeenAsync("api up");
        await Eventually.TrueAsync(() => _output.ToString().Contains("ready", StringComparison.Ordinal), Deadline, "the table");
        await _stopping.CancelAsync();
        await run;

        Assert.Equal(["", "api         at api", "hub         at hub", "ready       after 0.0 s; Ctrl+C stops everything", ""], _output.ToString().TrimEnd().Split(Environment.NewLine).Append(""));
    }

    [Fact]
    public async Task A_first_start_that_fails_stops_everything_and_is_said()
    {
        var hub = _pipeline.Add(new FakeResource("hub", _events));
        var aggregator = _pipeline.Add(new FakeResource("aggregator", _events), after: [hub]);
        aggregator.Failures.Enqueue("aggregator ended with code 1");
        _pipeline.Add(new FakeResource("api", _events), after: [aggregator]);

        var exception = await Assert.ThrowsAsync<StartFailedException>(() => _pipeline.RunAsync(_stopping.Token).WaitAsync(Deadline, TestContext.Current.CancellationToken));
        Assert.Equal("aggregator ended with code 1", exception.Message);
        Assert.Equal(["hub starts", "hub up", "aggregator starts", "api stops", "aggregator stops", "hub stops"], _events);
    }

    [Fact]
    public async Task One_that_dies_is_started_again_after_the_backoff_and_after_a_failed_restart_too()
    {
        var api = _pipeline.Add(new FakeResource("api", _events));
        var run = _pipeline.RunAsync(_stopping.Token);
        await SeenAsync("api up");
        api.Failures.Enqueue("port taken");
        api.Die();

        await AdvanceUntilAsync(() => _events.Count(line => line == "api starts") == 2);
        Assert.True(_time.GetUtcNow() - _time.Start >= RestartBackoff.First);
        await AdvanceUntilAsync(() => _events.Count(line => line == "api up") == 2);
        Assert.True(_time.GetUtcNow() - _time.Start >= RestartBackoff.First * 3);
        await _stopping.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Stopping_while_one_waits_for_its_restart_does_not_start_it()
    {
        var api = _pipeline.Add(new FakeResource("api", _events));
        var run = _pipeline.RunAsync(_stopping.Token);
        await SeenAsync("api up");
        api.Die();
        await _stopping.CancelAsync();
        await run.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.Equal(["api starts", "api up", "api stops"], _events);
    }

    private Task SeenAsync(string line) => Eventually.TrueAsync(() => _events.Contains(line), Deadline, line);

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
                return true;
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return condition();
        },
        Deadline,
        "a restart");
}
