using System.Diagnostics;
using System.Globalization;

namespace IotAspire.Benchmarks.Setup;

/// <summary>The Aggregator as a process of its own, as it is built for release; it has nothing in its memory but its own.</summary>
internal sealed class AggregatorProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AggregatorProcess(Process process) => _process = process;

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            if (_process.HasExited)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The Aggregator ended with code {_process.ExitCode}."));
            return _process.WorkingSet64;
        }
    }

    public static AggregatorProcess Start(string hub, string database)
    {
        var folder = Assemblies.FolderOf("IotAspire.Aggregator");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "IotAspire.Aggregator.dll")]) { WorkingDirectory = folder };
        start.Environment["ConnectionStrings__telemetry"] = hub;
        start.Environment["ConnectionStrings__iotdb"] = database;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return new(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
