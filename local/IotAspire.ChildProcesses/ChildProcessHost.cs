using System.Diagnostics;
using IotAspire.ChildProcesses.Guards;

namespace IotAspire.ChildProcesses;

/// <summary>
/// Starts child processes that never outlive this process, even when it is killed. Keep one for as long as its children are
/// wanted: on Linux they end with it.
/// </summary>
public sealed class ChildProcessHost : IDisposable
{
    /// <summary>The environment variable that asks one of this solution's services to end with its standard input.</summary>
    public const string StopOnStandardInputEnd = "IOTASPIRE_STOP_ON_STDIN_END";

    private readonly StartingThread _thread = new();
    private readonly Func<ChildProcessStart, IChildGuard> _chooseGuard;
    private readonly TimeProvider _time;

    /// <summary>Starts the thread that will start the children.</summary>
    /// <param name="timeProvider">Measures the timeouts of stopping; the system's clock by default.</param>
    public ChildProcessHost(TimeProvider? timeProvider = null)
        : this(GuardChoice.ForThisSystem, timeProvider ?? TimeProvider.System)
    {
    }

    internal ChildProcessHost(Func<ChildProcessStart, IChildGuard> chooseGuard, TimeProvider timeProvider)
    {
        _chooseGuard = chooseGuard;
        _time = timeProvider;
    }

    /// <summary>Starts a child.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public ChildProcess Start(ChildProcessStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (!File.Exists(start.FileName) && !ExecutablePath.Exists(start.FileName))
            throw new FileNotFoundException($"There is no program {start.FileName}.", start.FileName);
        var guard = _chooseGuard(start);
        var info = ProcessStartInfos.Create(start);
        guard.Prepare(info);
        var process = _thread.Run(() => Process.Start(info)) ?? throw new InvalidOperationException($"{start.FileName} gave no new process.");
        guard.Attach(process);
        return new ChildProcess(process, start, guard, _time);
    }

    /// <summary>Runs a child to its end and collects what it writes. Cancellation kills it.</summary>
    public async Task<ChildProcessResult> RunAsync(ChildProcessStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var lines = new List<OutputLine>();
        await using var child = Start(start with
        {
            OnOutput = line =>
            {
                lock (lines)
                    lines.Add(line);
                start.OnOutput?.Invoke(line);
            },
        });
        var exitCode = await child.Exited.WaitAsync(cancellationToken);
        lock (lines)
            return new ChildProcessResult(exitCode, [.. lines]);
    }

    /// <summary>Ends the starting thread; on Linux that kills the children that still run.</summary>
    public void Dispose() => _thread.Dispose();
}
