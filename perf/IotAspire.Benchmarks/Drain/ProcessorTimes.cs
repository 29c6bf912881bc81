using System.Diagnostics;
using System.Globalization;
using IotAspire.Benchmarks.Setup;

namespace IotAspire.Benchmarks.Drain;

/// <summary>
/// Processor time that the three sides take from now on. Unlike the time on the clock it hardly depends on what else the machine does.
/// </summary>
internal sealed class ProcessorTimes(BenchmarkHub hub, BenchmarkServer server)
{
    private readonly TimeSpan _hub = hub.ProcessorTime;
    private readonly TimeSpan _here = Here;
    private readonly TimeSpan _server = server.ProcessorTime;

    private static TimeSpan Here
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }

    public string Elapsed()
    {
        var (theirs, ours, database) = (hub.ProcessorTime - _hub, Here - _here, server.ProcessorTime - _server);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"hub {theirs.TotalSeconds:f1}, here {ours.TotalSeconds:f1}, database {database.TotalSeconds:f1}, together {(theirs + ours + database).TotalSeconds:f1}");
    }
}
