using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using IotAspire.EventHubs.Emulator;

namespace IotAspire.Benchmarks.Hub;

/// <summary>How soon the hub listens and what it holds in memory.</summary>
internal static class FootprintBenchmarks
{
    /// <summary>Start to listening, as a process and in process; medians of ten after a warm-up.</summary>
    public static async Task StartAsync(string[] args, CancellationToken cancellationToken)
    {
        new Arguments(args).RequireNoOther();
        var asProcess = new List<double>();
        var inProcess = new List<double>();
        for (var round = 0; round <= 10; round++)
        {
            await using (var hub = await HubProcess.StartAsync(cancellationToken))
                asProcess.Add(hub.Started.TotalMilliseconds);
            var folder = Directory.CreateTempSubdirectory("iotaspire-benchmark-");
            var started = Stopwatch.GetTimestamp();
            await using (await EventHubsEmulator.StartAsync(new() { DataDirectory = folder.FullName, Hubs = [new(HubProcess.HubName)] }, cancellationToken))
                inProcess.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            folder.Delete(recursive: true);
        }

        Console.WriteLine($"as a process: first {asProcess[0]:F0} ms, then median {Median(asProcess):F0} ms, most {asProcess.Skip(1).Max():F0} ms");
        Console.WriteLine($"in process: first {inProcess[0]:F0} ms, then median {Median(inProcess):F0} ms, most {inProcess.Skip(1).Max():F0} ms");
    }

    /// <summary>Resident memory while events pile up.</summary>
    public static async Task MemoryAsync(string[] args, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args);
        var events = arguments.Number("events", 10_000_000);
        arguments.RequireNoOther();
        await using var hub = await HubProcess.StartAsync(cancellationToken);
        await using var client = new HubClient(hub.ConnectionString);
        var sent = 0L;
        Console.WriteLine($"{sent,12:N0} events: {hub.Memory:F0} MB");
        while (sent < events)
        {
            sent += await ThroughputBenchmarks.FillAsync(client, events / 10, cancellationToken);
            Console.WriteLine($"{sent,12:N0} events: {hub.Memory:F0} MB");
        }
    }

    /// <summary>What idle receivers cost, a hundred to a connection.</summary>
    public static async Task ReceiversAsync(string[] args, CancellationToken cancellationToken)
    {
        const int PerConnection = 100;
        var arguments = new Arguments(args);
        var receivers = arguments.Number("receivers", 1000);
        arguments.RequireNoOther();
        await using var hub = await HubProcess.StartAsync(cancellationToken);
        await using var client = new HubClient(hub.ConnectionString);
        var warm = await client.ConnectAsync();
        await client.OpenReceiverAsync(warm, 0, HubClient.FromNowOn, cancellationToken);
        var before = hub.Memory;
        for (var opened = 0; opened < receivers; opened += PerConnection)
        {
            var connection = await client.ConnectAsync();
            for (var i = 0; i < PerConnection; i++)
            {
                var link = await client.OpenReceiverAsync(connection, i % HubProcess.Partitions, HubClient.FromNowOn, cancellationToken);
                Load.Count(link, credit: 1000);
            }
        }

        Console.WriteLine($"{receivers} idle receivers: {before:F0} MB before, {hub.Memory:F0} MB with them, {hub.Memory - before:F0} MB more");
    }

    // Without the first, which warms up.
    private static double Median(List<double> milliseconds) => milliseconds.Skip(1).Order().ElementAt((milliseconds.Count - 1) / 2);
}
