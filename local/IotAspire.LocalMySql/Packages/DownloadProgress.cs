using IotAspire.ChildProcesses;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql.Packages;

/// <summary>Shows that a download goes on, with at most one line a second.</summary>
internal sealed class DownloadProgress(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private long _shownAt = time.GetTimestamp();

    public void Report(OutputLine line)
    {
        // "Get:7 http://… package 1.2 [378 kB]" for each file, "Fetched 13.9 MB in 2s" at the end.
        var isTotal = line.Text.StartsWith("Fetched ", StringComparison.Ordinal);
        if (!isTotal && !line.Text.StartsWith("Get:", StringComparison.Ordinal))
            return;
        lock (_lock)
        {
            if (!isTotal && time.GetElapsedTime(_shownAt) < Interval)
                return;
            _shownAt = time.GetTimestamp();
        }

        LocalMySqlLog.Progress(logger, line.Text);
    }
}
