using System.Collections.Concurrent;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.ChildProcesses;

public sealed class ChildProcessHostTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly ChildProcessHost _host = new();

    public ChildProcessHostTests() => Requirement.Met(!OperatingSystem.IsWindows(), "these children are shell scripts");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Both_streams_are_collected_line_by_line()
    {
        var result = await _host.RunAsync(Shell("echo one; echo two >&2; echo three; exit 7"), TestContext.Current.CancellationToken);

        Assert.Equal(7, result.ExitCode);
        Assert.Equal(["one", "three"], result.Output.Where(line => !line.IsError).Select(line => line.Text));
        Assert.Equal(["two"], result.Output.Where(line => line.IsError).Select(line => line.Text));
    }

    [Fact]
    public async Task Given_input_is_read_to_its_end()
    {
        var result = await _host.RunAsync(Shell("cat") with { StandardInput = "a\nb\n" }, TestContext.Current.CancellationToken);

        Assert.Equal("a\nb", result.Text);
    }

    [Fact]
    public async Task A_child_that_ends_without_reading_its_input_is_not_a_failure_of_the_host()
    {
        var start = Shell("exit 3") with { StandardInput = new string('x', 10_000_000) };

        for (var round = 0; round < 20; round++)
            Assert.Equal(3, (await _host.RunAsync(start, TestContext.Current.CancellationToken)).ExitCode);
    }

    [Fact]
    public async Task Environment_is_changed_and_the_rest_inherited()
    {
        var start = Shell("""echo "[$ADDED][$HOME]"; env | grep -c '^PATH=' """) with
        {
            Environment = new Dictionary<string, string?> { ["ADDED"] = "yes", ["HOME"] = null },
        };
        var result = await _host.RunAsync(start, TestContext.Current.CancellationToken);

        Assert.Equal("[yes][]\n1", result.Text);
    }

    [Fact]
    public void A_missing_program_is_named()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => _host.Start(new ChildProcessStart("no-such-program", [])));

        Assert.Contains("no-such-program", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_heeds_SIGTERM_stops_with_its_own_code()
    {
        await using var child = await StartAsync("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.Equal(3, await child.StopAsync(Deadline));
    }

    [Fact]
    public async Task A_child_that_ignores_SIGTERM_is_killed_after_the_timeout()
    {
        await using var child = await StartAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.Equal(128 + 9, await child.StopAsync(TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Cancelling_a_run_kills_the_child()
    {
        using var cancellation = new CancellationTokenSource();
        var id = new ConcurrentQueue<string>();
        var run = _host.RunAsync(Shell("echo $$; exec sleep 60") with { OnOutput = line => id.Enqueue(line.Text) }, cancellation.Token);
        await Eventually.TrueAsync(() => !id.IsEmpty, Deadline, "the child's id");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Processes.IsRunning(int.Parse(id.Single(), provider: null)));
    }

    [Fact]
    public async Task A_child_lives_on_when_the_thread_that_asked_for_it_ends()
    {
        ChildProcess? child = null;
        // The thread ends only when the child runs: the death signal is asked for on the way there.
        using var runs = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            child = _host.Start(Shell("echo ready; read line") with { OnOutput = _ => runs.Set() });
            runs.Wait(Deadline);
        });
        thread.Start();
        thread.Join();
        await using var started = child!;

        await Assert.ThrowsAsync<TimeoutException>(() => started.Exited.WaitAsync(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Children_end_with_the_host()
    {
        Requirement.Met(OperatingSystem.IsLinux(), "only Linux has the parent's death signal");
        var host = new ChildProcessHost();
        // The signal is asked for on the way to the program.
        var ready = new TaskCompletionSource();
        await using var child = host.Start(Shell("echo ready; exec sleep 60") with { OnOutput = _ => ready.TrySetResult() });
        await ready.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        host.Dispose();

        Assert.Equal(128 + 9, await child.Exited.WaitAsync(Deadline, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_child_out_of_reach_of_interrupts_has_a_session_of_its_own()
    {
        Requirement.Met(OperatingSystem.IsLinux() && ExecutablePath.Exists("ps"), "needs Linux and ps");
        var result = await _host.RunAsync(Shell("echo $$; ps -o sid= -p $$") with { OutOfReachOfInterrupt = true }, TestContext.Current.CancellationToken);

        Assert.Equal(result.Output[0].Text, result.Output[1].Text.Trim());
    }

    private static ChildProcessStart Shell(string script) => new("/bin/sh", ["-c", script]);

    private async Task<ChildProcess> StartAsync(string script)
    {
        var ready = new TaskCompletionSource();
        var child = _host.Start(Shell(script) with { OnOutput = _ => ready.TrySetResult() });
        await ready.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return child;
    }
}
