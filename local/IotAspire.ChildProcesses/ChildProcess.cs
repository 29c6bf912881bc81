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
