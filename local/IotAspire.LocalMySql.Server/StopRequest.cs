using System.Runtime.InteropServices;

namespace IotAspire.LocalMySql.Server;

/// <summary>
/// Tells when the process has to end: at SIGTERM, at Ctrl+C, and when the process that started it has gone, however that ended, because
/// nobody else would shut the server down then.
/// </summary>
internal sealed class StopRequest : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _signals;
    private readonly Timer? _watch;

    public StopRequest()
    {
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
        // Windows has no such question; there the orchestrator's job object ends what it started.
        if (!OperatingSystem.IsWindows())
        {
            var parent = ParentProcessId();
            _watch = new Timer(_ => StopIfOrphaned(parent), state: null, Pause, Pause);
        }
    }

    public CancellationToken Token => _stopping.Token;

    public Task Requested => _requested.Task;

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
            await _watch.DisposeAsync();
        foreach (var signal in _signals)
            signal.Dispose();
        _stopping.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop();
    }

    private void StopIfOrphaned(int parent)
    {
        if (ParentProcessId() != parent)
            Stop();
    }

    private void Stop()
    {
        _stopping.Cancel();
        _requested.TrySetResult();
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ParentProcessId();
}
