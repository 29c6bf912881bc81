using IotAspire.ChildProcesses;
using IotAspire.ChildProcesses.Guards;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.ChildProcesses;

/// <summary>The guard of systems without a death signal; any POSIX shell runs it.</summary>
public sealed class ShellWatchTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly ChildProcessHost _host = new(_ => new ShellWatch(), TimeProvider.System);

    public ShellWatchTests() => Requirement.Met(!OperatingSystem.IsWindows(), "needs a POSIX shell");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Exit_code_and_output_are_the_programs()
    {
        var result = await _host.RunAsync(new ChildProcessStart("/bin/sh", ["-c", "echo \"$1\"; exit 5", "sh", "two words"]), TestContext.Current.CancellationToken);

        Assert.Equal((5, "two words"), (result.ExitCode, result.Text));
    }

    [Fact]
    public async Task SIGTERM_reaches_the_program_which_ends_in_its_own_time()
    {
        var (child, program) = await StartAsync("trap 'sleep 0.3; exit 4' TERM; echo $$; while :; do sleep 0.05; done");
        await using var _ = child;

        Assert.Equal(4, await child.StopAsync(Deadline));
        Assert.False(Processes.IsRunning(program));
    }

    [Fact]
    public async Task Killing_ends_the_program_and_not_the_shell_alone()
    {
        var (child, program) = await StartAsync("trap '' TERM; echo $$; while :; do sleep 0.05; done");
        await using var _ = child;
        child.Kill();
        await child.Exited.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.False(Processes.IsRunning(program));
    }

    private async Task<(ChildProcess Child, int Program)> StartAsync(string script)
    {
        var id = new TaskCompletionSource<int>();
        var child = _host.Start(new ChildProcessStart("/bin/sh", ["-c", script]) { OnOutput = line => id.TrySetResult(int.Parse(line.Text, provider: null)) });
        return (child, await id.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken));
    }
}
