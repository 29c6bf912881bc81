using System.Diagnostics;
using System.Globalization;
using IotAspire.Benchmarks.Setup;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Generate;

/// <summary>The Generator as a process of its own, live, with a large fleet; its memory and processor time, and what the hub gets.</summary>
internal static class FleetLiveBenchmark
{
    private const string Catalogue = """
        [
          { "type": "temperature", "unit": "°C", "lat": 50, "lng": 5, "range": [0, 45], "description": "Main Entrance" },
          { "type": "temperature", "unit": "°C", "lat": 85, "lng": 20, "range": [0, 45], "description": "Kitchen" },
          { "type": "temperature", "unit": "°C", "lat": 15, "lng": 30, "range": [0, 45], "description": "Deposit" },
          { "type": "temperature", "unit": "°C", "lat": 50, "lng": 55, "range": [0, 45], "description": "Assembly Floor" },
          { "type": "temperature", "unit": "°C", "lat": 80, "lng": 85, "range": [0, 45], "description": "Offices" }
        ]
        """;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var sensors = options.Number("sensors", 100_000);
        var interval = options.Number("interval", 10);
        var seconds = options.Number("seconds", 60);
        var profile = options.Text("profile", "realistic");
        options.RequireNoOther();

        await using var hub = await BenchmarkHub.StartAsync(4, cancellationToken);
        var catalogue = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            catalogue, $$"""{ "interval": "{{TimeSpan.FromSeconds(interval):c}}", "sensors": {{Catalogue}} }""", cancellationToken);
        using var generator = Start(hub.ConnectionString, catalogue, sensors, profile);
        try
        {
            // Until the fleet is built and every sensor has measured once.
            await Task.Delay(TimeSpan.FromSeconds(interval + 5), cancellationToken);
            var (events, processor, watch) = (await CountAsync(hub.Consumer, cancellationToken), generator.TotalProcessorTime, Stopwatch.StartNew());
            var most = 0L;
            while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                await Task.Delay(200, cancellationToken);
                generator.Refresh();
                most = Math.Max(most, generator.WorkingSet64);
            }

            events = await CountAsync(hub.Consumer, cancellationToken) - events;
            var used = generator.TotalProcessorTime - processor;
            Console.WriteLine(
                $"{sensors} sensors, one reading in {interval} s each, {profile}: {events / watch.Elapsed.TotalSeconds:n0} events/s of one reading in the hub, " +
                $"at most {most / 1e6:f0} MB resident, {used / watch.Elapsed:p0} of a processor");
        }
        finally
        {
            generator.Kill();
            await generator.WaitForExitAsync(CancellationToken.None);
            File.Delete(catalogue);
        }
    }

    private static Process Start(string hub, string catalogue, int sensors, string profile)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "IotAspire.Generator.dll"), "--profile", profile, "--fleet", sensors.ToString(CultureInfo.InvariantCulture),
            "--Catalogue:Path", catalogue, "--urls", "http://127.0.0.1:0",
        ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__telemetry"] = hub;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && (text.Contains("warn:", StringComparison.Ordinal) || text.Contains("fail:", StringComparison.Ordinal)))
                Console.WriteLine(text);
        };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<long> CountAsync(EventHubConsumer consumer, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var partition in (await consumer.GetEventHubPropertiesAsync(cancellationToken)).PartitionIds)
            count += (await consumer.GetPartitionPropertiesAsync(partition, cancellationToken)).LastEnqueuedSequenceNumber + 1;
        return count;
    }
}
