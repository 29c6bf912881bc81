using System.Diagnostics;
using IotAspire.Benchmarks.Setup;

namespace IotAspire.Benchmarks.Drain;

/// <summary>A hub in a process of its own holds readings already; the time until all are stored, and the memory that it takes here.</summary>
internal static class DrainBenchmark
{
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var readings = options.Number("readings", 5_000_000);
        var fleet = new Fleet(options.Number("sensors", 1000));
        var pack = options.Number("pack", 50);
        var partitions = options.Number("partitions", 4);
        options.RequireNoOther();

        await using var hub = await BenchmarkHub.StartAsync(partitions, cancellationToken);
        var events = await HubFill.FillAsync(hub.Producer, fleet, readings / fleet.Sensors, pack, cancellationToken);
        Console.WriteLine($"{readings} readings of {fleet.Sensors} sensors in {events} events, {partitions} partitions");
        foreach (var flavor in flavors)
        {
            await using var server = await BenchmarkServer.StartAsync(flavor, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            await using var aggregator = await BenchmarkAggregator.CreateAsync(database, hub.Consumer, fleet.Catalogue, cancellationToken);
            GC.Collect();
            var (watch, used) = (Stopwatch.StartNew(), new ProcessorTimes(hub, server));
            await aggregator.StartAsync(cancellationToken);
            var waiting = aggregator.WaitForEventsAsync(events, cancellationToken);
            var memory = 0L;
            while (await Task.WhenAny(waiting, Task.Delay(50, cancellationToken)) != waiting)
                memory = Math.Max(memory, Environment.WorkingSet);
            await waiting;
            Console.WriteLine($"{server}: {readings / watch.Elapsed.TotalSeconds:n0} readings/s, at most {memory >> 20} MiB resident here; processor seconds: {used.Elapsed()}");
        }
    }
}
