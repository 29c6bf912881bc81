using System.Diagnostics;
using System.Globalization;
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
            await CompareAsync(flavor, runs, (server, database, address) => DrainAsync(hub, server, fleet, database, address, events, readings, cancellationToken), sink, cancellationToken);
    }

    private static async Task CompareAsync(
        MySqlFlavor flavor, int runs, Func<BenchmarkServer, string, string?, Task<Drained>> drain, TelemetrySink sink, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(flavor, cancellationToken);
        var (without, with) = (new List<Drained>(), new List<Drained>());
        // The first is the slowest, and doesn't count: code is compiled and files grow.
        await MeasureAsync(null);
        for (var run = 0; run < runs; run++)
        {
            without.Add(await MeasureAsync(null));
            with.Add(await MeasureAsync(sink.Address));
        }

        var (rateWithout, rateWith) = (Median(without, run => run.Rate), Median(with, run => run.Rate));
        var (timeWithout, timeWith) = (Median(without, run => run.Here + run.Server), Median(with, run => run.Here + run.Server));
        Console.WriteLine($"{server}, medians of {runs}: {rateWithout:n0} readings/s without, {rateWith:n0} with, ratio {rateWith / rateWithout:0.000}");
        Console.WriteLine($"  processor time for a reading: {timeWithout:0.000} µs without, {timeWith:0.000} with, ratio {timeWith / timeWithout:0.000}");

        async Task<Drained> MeasureAsync(string? address)
        {
            var database = await server.CreateDatabaseAsync(cancellationToken);
            var (bytes, requests) = (sink.Bytes, sink.Requests);
            var drained = await drain(server, database, address);
            await server.DropAsync(database, cancellationToken);
            Console.WriteLine(address is null
                ? $"  without: {drained}"
                : $"  with:    {drained}, {(sink.Bytes - bytes) >> 10:n0} KiB exported in {sink.Requests - requests} requests");
            return drained;
        }
    }

    private static async Task<Drained> DrainAsync(
        BenchmarkHub hub, BenchmarkServer server, Fleet fleet, string database, string? address, long events, int readings, CancellationToken cancellationToken)
    {
        await using var aggregator = await BenchmarkAggregator.CreateAsync(
            database, hub.Consumer, fleet.Catalogue, cancellationToken, builder => Configure(builder, address));
        GC.Collect();
        var (watch, here, there) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, server.ProcessorTime);
        await aggregator.StartAsync(cancellationToken);
        await aggregator.WaitForEventsAsync(events, cancellationToken);
        return new(
            readings / watch.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - here).TotalMicroseconds / readings,
            (server.ProcessorTime - there).TotalMicroseconds / readings);
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

    private static double Median(List<Drained> runs, Func<Drained, double> of)
    {
        var sorted = runs.Select(of).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <param name="Rate">Readings a second.</param>
    /// <param name="Here">Processor time for a reading in this process, in microseconds: the Aggregator and the sink. Neighbours don't disturb it.</param>
    /// <param name="Server">The same in the database server.</param>
    private sealed record Drained(double Rate, double Here, double Server)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:n0} readings/s, {Here:0.000} + {Server:0.000} µs for a reading");
    }
}
