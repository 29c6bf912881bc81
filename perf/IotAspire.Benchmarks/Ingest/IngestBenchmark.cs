using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using IotAspire.LocalMySql;

namespace IotAspire.Benchmarks.Ingest;

/// <summary>
/// Events in memory to committed raw readings, rollups and checkpoints, against <see cref="PlainLoad"/> of the same rows into the
/// same table on the same server, by turns.
/// </summary>
internal static class IngestBenchmark
{
    private const int WarmUpRuns = 4;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var readings = options.Number("readings", 2_000_000);
        var fleet = new Fleet(options.Number("sensors", 1000), options.Percent("duplicates"), options.Percent("late"));
        var pack = options.Number("pack", 50);
        var partitions = options.Number("partitions", 4);
        var rounds = options.Number("rounds", 2);
        var bufferPool = options.Number("buffer-pool", LocalMySqlOptions.DefaultBufferPoolMebibytes);
        options.RequireNoOther();

        var hub = MemoryHub.Fill(fleet, readings / fleet.Sensors, pack, partitions);
        var rows = PlainLoad.WriteRows(hub, fleet.Catalogue);
        Console.WriteLine($"{readings} readings of {fleet.Sensors} sensors, {hub.EventCount} events, {partitions} partitions, {fleet.Duplicates:p0} duplicates, {fleet.Late:p0} late");
        foreach (var flavor in flavors)
        {
            await using var server = await BenchmarkServer.StartAsync(flavor, bufferPool, cancellationToken);
            // The first runs also pay for compiling, twice for what runs often; a service does that once in weeks.
            for (var run = 0; run < WarmUpRuns; run++)
                await MeasureAsync(server, hub, fleet, (aggregator, token) => StoreAsync(aggregator, hub, token), cancellationToken);
            for (var round = 1; round <= rounds; round++)
            {
                var plain = await MeasureAsync(server, hub, fleet, (aggregator, token) => PlainLoad.RunAsync(aggregator.Database, rows, token), cancellationToken);
                var distance = ProcessorDistance.Measure();
                var ours = await MeasureAsync(server, hub, fleet, (aggregator, token) => StoreAsync(aggregator, hub, token), cancellationToken);
                if (plain.Rows != ours.Rows)
                    throw new InvalidOperationException($"{plain.Rows} rows were loaded, but {ours.Rows} stored.");
                Console.WriteLine($"  processor time a row: plain {plain.Processor}, Aggregator {ours.Processor}");
                Console.WriteLine($"  a cache line from processor to processor and back: {distance:f0} ns before the Aggregator's run, {ProcessorDistance.Measure():f0} ns after");
                Console.WriteLine($"{server}, round {round}: plain LOAD DATA {Rate(plain):n0} rows/s, Aggregator {Rate(ours):n0} rows/s, ratio {Rate(ours) / Rate(plain):f2}");
            }
        }
    }

    private static double Rate((int Rows, TimeSpan Time, string) run) => run.Rows / run.Time.TotalSeconds;

    private static async Task<(int Rows, TimeSpan Time, string Processor)> MeasureAsync(
        BenchmarkServer server,
        MemoryHub hub,
        Fleet fleet,
        Func<BenchmarkAggregator, CancellationToken, Task<(int Rows, TimeSpan Time)>> run,
        CancellationToken cancellationToken)
    {
        var database = await server.CreateDatabaseAsync(cancellationToken);
        (int Rows, TimeSpan Time) result;
        string processor;
        await using (var aggregator = await BenchmarkAggregator.CreateAsync(database, hub, fleet.Catalogue, cancellationToken))
        {
            var (client, other) = (Environment.CpuUsage.TotalTime, server.ProcessorTime);
            result = await run(aggregator, cancellationToken);
            (client, other) = (Environment.CpuUsage.TotalTime - client, server.ProcessorTime - other);
            processor = $"{client.TotalMicroseconds / result.Rows:f2} µs here + {other.TotalMicroseconds / result.Rows:f2} µs in the server";
        }

        await server.DropAsync(database, cancellationToken);
        return (result.Rows, result.Time, processor);
    }

    private static async Task<(int Rows, TimeSpan Time)> StoreAsync(BenchmarkAggregator aggregator, MemoryHub hub, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await aggregator.StartAsync(cancellationToken);
        await aggregator.WaitForEventsAsync(hub.EventCount, cancellationToken);
        var time = watch.Elapsed;
        return (await aggregator.CountReadingsAsync(cancellationToken), time);
    }
}
