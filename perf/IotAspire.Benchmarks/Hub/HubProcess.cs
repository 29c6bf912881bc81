using System.Diagnostics;
using System.Globalization;

namespace IotAspire.Benchmarks.Hub;

/// <summary>The Event Hubs server as a process of its own, with durable partitions in a folder that goes with it.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    public const string HubName = "bench";
    public const int Partitions = 4;

    private const string Announcement = "connection string: ";
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private HubProcess(Process process, DirectoryInfo folder, string connectionString, TimeSpan started) =>
        (_process, _folder, ConnectionString, Started) = (process, folder, connectionString, started);

    public string ConnectionString { get; }

    /// <summary>From the start of the process to the moment at which it listens.</summary>
    public TimeSpan Started { get; }

    /// <summary>Resident memory in MB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    public static async Task<HubProcess> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("iotaspire-benchmark-");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Assembly(), "--port", "0", "--http-port", "0", "--hub", $"{HubName}:{Partitions}", "--data", folder.FullName })
            start.ArgumentList.Add(argument);
        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
                return new(process, folder, $"{line[Announcement.Length..]};EntityPath={HubName}", Stopwatch.GetElapsedTime(begun));
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The hub ended with code {process.ExitCode}."));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    // Beside our own output: artifacts/servers/bin/project/configuration.
    private static string Assembly()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        const string Project = "IotAspire.EventHubs.Emulator";
        return Path.Combine(configuration.Parent!.Parent!.FullName, Project, configuration.Name, $"{Project}.dll");
    }
}
