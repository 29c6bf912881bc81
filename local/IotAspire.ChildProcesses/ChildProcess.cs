using System.Diagnostics;
using IotAspire.ChildProcesses.Guards;

namespace IotAspire.ChildProcesses;

/// <summary>A running child. Disposing it kills it if it still runs.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // A grandchild that inherited the pipes may hold them open long after the child is gone.
    private static readonly TimeSpan LastOutputTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly IChildGuard _guard;
    private readonly TimeProvider _time;
    private readonly Task _input;

    internal ChildProcess(Process process, ChildProcessStart start, IChildGuard guard, TimeProvider time)
    {
        _process = process;
        _guard = guard;
        _time = time;
        Id = process.Id;
        var output = Task.WhenAll(
            OutputPump.RunAsync(process.StandardOutput, isError: false, start.OnOutput),
            OutputPump.RunAsync(process.StandardError, isError: true, start.OnOutput));
        Exited = WaitForExitAsync(output);
        _input = start.StandardInput is null ? Task.CompletedTask : InputWriter.WriteAndCloseAsync(process.StandardInput, start.StandardInput);
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Completes with the exit code when the child has ended and its output has been handed on; 128 + number after a signal.</summary>
    public Task<int> Exited { get; }

    /// <summary>Asks the child to end: SIGTERM; on Windows, where there is none, the end of its standard input.</summary>
    public void Terminate()
    {
        if (Exited.IsCompleted)
            return;
        if (OperatingSystem.IsWindows())
            InputWriter.Close(_process.StandardInput);
        else
            Signals.Send(Id, Signals.Terminate);
    }

    /// <summary>Ends the child at once.</summary>
    public void Kill()
    {
        if (!Exited.IsCompleted)
            _guard.Kill(_process);
    }

    /// <summary>Asks the child to end and kills it when it hasn't within the timeout.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan timeout)
    {
        Terminate();
        try
        {
            return await Exited.WaitAsync(timeout, _time);
        }
        catch (TimeoutException)
        {
            Kill();
            return await Exited;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        // A child that ended early leaves a write under way, and closing in the middle of it throws.
        await Task.WhenAny(_input, Task.Delay(LastOutputTimeout, _time));
        if (_input.IsCompleted)
            InputWriter.Close(_process.StandardInput);
        _process.Dispose();
    }

    private async Task<int> WaitForExitAsync(Task output)
    {
        await _process.WaitForExitAsync();
        await Task.WhenAny(output, Task.Delay(LastOutputTimeout, _time));
        return _process.ExitCode;
    }
}

/// <summary>What to start and how.</summary>
/// <param name="FileName">A path, or a name to be found on the PATH.</param>
/// <param name="Arguments">The arguments, unquoted.</param>
public sealed record ChildProcessStart(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The child's working directory; the host's own by default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Changes to the inherited environment; a null value takes the variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for the child's standard input, which then ends. Without it the input stays open as long as the child lives.</summary>
    public string? StandardInput { get; init; }

    /// <summary>
    /// The program ends by itself when its standard input ends and <see cref="ChildProcessHost.StopOnStandardInputEnd"/> is set
    /// in its environment: so do this solution's services.
    /// </summary>
    public bool EndsWithStandardInput { get; init; }

    /// <summary>Keeps the terminal's Ctrl+C away from a program that can't be told to ignore it. Has no effect on Windows.</summary>
    public bool OutOfReachOfInterrupt { get; init; }

    /// <summary>Called for each line, one at a time per stream, on a pool thread. It must not block for long, because the child waits for it.</summary>
    public Action<OutputLine>? OnOutput { get; init; }
}

/// <summary>How a child ended and what it wrote.</summary>
/// <param name="ExitCode">0 for success; 128 + the signal's number when a signal ended it.</param>
/// <param name="Output">Both streams' lines, each stream in its order.</param>
public sealed record ChildProcessResult(int ExitCode, IReadOnlyList<OutputLine> Output)
{
    /// <summary>The lines as one text.</summary>
    public string Text => string.Join('\n', Output.Select(line => line.Text));
}
