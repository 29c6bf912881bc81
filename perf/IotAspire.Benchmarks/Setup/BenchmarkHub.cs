using System.Diagnostics;
using IotAspire.EventHubs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IotAspire.Benchmarks.Setup;

/// <summary>The emulator as a process of its own, on a folder that goes with it.</summary>
internal sealed class BenchmarkHub : IAsyncDisposable
{
    private const string ConnectionLine = "connection string: ";
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly IHost _clients;

    private BenchmarkHub(DirectoryInfo folder, Process process, string connectionString)
    {
        (_folder, _process, ConnectionString) = (folder, process, $"{connectionString};EntityPath=telemetry");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:telemetry"] = ConnectionString;
        builder.AddEventHubProducer("telemetry");
        builder.AddEventHubConsumer("telemetry", "aggregator");
        _clients = builder.Build();
    }

    public string ConnectionString { get; }

    /// <summary>Processor time that the emulator has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public EventHubProducer Producer => _clients.Services.GetRequiredService<EventHubProducer>();

    public EventHubConsumer Consumer => _clients.Services.GetRequiredService<EventHubConsumer>();

    public static async Task<BenchmarkHub> StartAsync(int partitions, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("iotaspire-benchmark-");
        var assembly = Path.Combine(AppContext.BaseDirectory, "IotAspire.EventHubs.Emulator.dll");
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [assembly, "--port", "0", "--http-port", "0", "--hub", $"telemetry:{partitions}:aggregator", "--data", folder.FullName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(ConnectionLine, StringComparison.Ordinal))
                return new(folder, process, line[ConnectionLine.Length..]);
        }

        throw new InvalidOperationException("The emulator ended.");
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_clients).DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
