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
            await CompareAsync(flavor, runs, (database, address) => DrainAsync(hub, fleet, database, address, events, readings, cancellationToken), sink, cancellationToken);
    }

    private static async Task CompareAsync(
        MySqlFlavor flavor, int runs, Func<string, string?, Task<Drained>> drain, TelemetrySink sink, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(flavor, 256, cancellationToken);
        var (without, with) = (new List<Drained>(), new List<Drained>());
        // The first is the slowest, and doesn't count: code is compiled and files grow.
        await MeasureAsync(null);
        for (var run = 0; run < runs; run++)
        {
            without.Add(await MeasureAsync(null));
            with.Add(await MeasureAsync(sink.Address));
        }

        var (rateWithout, rateWith) = (Median(without, run => run.Rate), Median(with, run => run.Rate));
        var (timeWithout, timeWith) = (Median(without, run => run.Processor), Median(with, run => run.Processor));
        Console.WriteLine($"{server}, medians of {runs}: {rateWithout:n0} readings/s without, {rateWith:n0} with, ratio {rateWith / rateWithout:0.000}");
        Console.WriteLine($"  processor time here for a reading: {timeWithout:0.000} µs without, {timeWith:0.000} with, ratio {timeWith / timeWithout:0.000}");

        async Task<Drained> MeasureAsync(string? address)
        {
            var database = await server.CreateDatabaseAsync(cancellationToken);
            var (bytes, requests) = (sink.Bytes, sink.Requests);
            var drained = await drain(database, address);
            await server.DropAsync(database, cancellationToken);
            Console.WriteLine(address is null
                ? $"  without: {drained}"
                : $"  with:    {drained}, {(sink.Bytes - bytes) >> 10:n0} KiB exported in {sink.Requests - requests} requests");
            return drained;
        }
    }

    private static async Task<Drained> DrainAsync(
        BenchmarkHub hub, Fleet fleet, string database, string? address, long events, int readings, CancellationToken cancellationToken)
    {
        await using var aggregator = await BenchmarkAggregator.CreateAsync(
            database, hub.Consumer, fleet.Catalogue, cancellationToken, builder => Configure(builder, address));
        GC.Collect();
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await aggregator.StartAsync(cancellationToken);
        await aggregator.WaitForEventsAsync(events, cancellationToken);
        return new(readings / watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / readings);
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
    /// <param name="Processor">Processor time of this process for a reading, in microseconds; other processes don't disturb it.</param>
    private sealed record Drained(double Rate, double Processor)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:n0} readings/s, {Processor:0.000} µs for a reading");
    }
}
