using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using IotAspire.LocalMySql;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IotAspire.Benchmarks.Telemetry;

/// <summary>
/// What telemetry costs: a hub that holds readings already is drained into a new database, in turn without telemetry and with all
/// of it, exported to a sink in this process, whose work counts against it.
/// </summary>
internal static class TelemetryBenchmark
{
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var readings = options.Number("readings", 3_000_000);
        var fleet = new Fleet(options.Number("sensors", 1000));
        var pack = options.Number("pack", 50);
        var partitions = options.Number("partitions", 4);
        var runs = options.Number("runs", 5);
        options.RequireNoOther();

        await using var hub = await BenchmarkHub.StartAsync(partitions, cancellationToken);
        var events = await HubFill.FillAsync(hub.Producer, fleet, readings / fleet.Sensors, pack, cancellationToken, traced: true);
        await using var sink = await TelemetrySink.StartAsync(cancellationToken);
        Console.WriteLine($"{readings} readings of {fleet.Sensors} sensors in {events} events, {partitions} partitions");
        foreach (var flavor in flavors)
            await CompareAsync(flavor, runs, (database, address) => DrainAsync(hub, fleet, database, address, events, readings, cancellationToken), sink, cancellationToken);
    }

    private static async Task CompareAsync(
        MySqlFlavor flavor, int runs, Func<string, string?, Task<double>> drain, TelemetrySink sink, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(flavor, 256, cancellationToken);
        var (without, with) = (new List<double>(), new List<double>());
        // The first is the slowest, and doesn't count: code is compiled and files grow.
        await MeasureAsync(null);
        for (var run = 0; run < runs; run++)
        {
            without.Add(await MeasureAsync(null));
            with.Add(await MeasureAsync(sink.Address));
        }

        Console.WriteLine($"{server}: medians of {runs}: {Median(without):n0} readings/s without, {Median(with):n0} with, ratio {Median(with) / Median(without):0.000}");

        async Task<double> MeasureAsync(string? address)
        {
            var database = await server.CreateDatabaseAsync(cancellationToken);
            var (bytes, requests) = (sink.Bytes, sink.Requests);
            var rate = await drain(database, address);
            await server.DropAsync(database, cancellationToken);
            Console.WriteLine(address is null
                ? $"  without: {rate:n0} readings/s"
                : $"  with:    {rate:n0} readings/s, {(sink.Bytes - bytes) >> 10:n0} KiB exported in {sink.Requests - requests} requests");
            return rate;
        }
    }

    private static async Task<double> DrainAsync(
        BenchmarkHub hub, Fleet fleet, string database, string? address, long events, int readings, CancellationToken cancellationToken)
    {
        await using var aggregator = await BenchmarkAggregator.CreateAsync(
            database, hub.Consumer, fleet.Catalogue, cancellationToken, builder => Configure(builder, address));
        GC.Collect();
        var watch = Stopwatch.StartNew();
        await aggregator.StartAsync(cancellationToken);
        await aggregator.WaitForEventsAsync(events, cancellationToken);
        return readings / watch.Elapsed.TotalSeconds;
    }

    private static void Configure(HostApplicationBuilder builder, string? address)
    {
        if (address is null)
            return;
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        builder.AddTelemetry();
        // What a service logs by default.
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
