using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using IotAspire.Contracts.Readings;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace IotAspire.Benchmarks.Live;

/// <summary>
/// A reading a second from each sensor, to readers that listen to all of them: the time from the commit until the last reading of
/// the batch is with each reader, and what it costs the API and the database server.
/// </summary>
internal static class LiveBenchmark
{
    private const int Before = 180;
    private static readonly PartitionAddress Partition = new("telemetry", "aggregator", "0");

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var fleet = new Fleet(options.Number("sensors", 1000));
        var readers = options.Number("readers", 10);
        var seconds = options.Number("seconds", 20);
        options.RequireNoOther();
        foreach (var flavor in flavors)
        {
            await using var server = await BenchmarkServer.StartAsync(flavor, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            using var host = Create(database);
            await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
            var checkpoints = host.Services.GetRequiredService<CheckpointStore>();
            await checkpoints.EnsureAsync([Partition], cancellationToken);
            var ownership = (await checkpoints.TryAcquireAsync(Partition, "benchmark", TimeSpan.FromHours(1), cancellationToken))!;
            var checkpoint = await checkpoints.BeginEpochAsync(ownership, Fleet.Start, cancellationToken);
            var writer = host.Services.GetRequiredService<BatchWriter>();
            var now = DateTime.UtcNow.AddTicks(-(DateTime.UtcNow.Ticks % TimeSpan.TicksPerSecond));
            for (var second = -Before; second < 0; second++)
                checkpoint = await StoreAsync(writer, ownership, checkpoint, fleet, now.AddSeconds(second), cancellationToken);

            await using var api = await LiveApiProcess.StartAsync(database, cancellationToken);
            await using var listeners = await LiveListeners.OpenAsync(api.Address, readers, fleet.Sensors, cancellationToken);
            var (apiTime, serverTime, watch) = (api.ProcessorTime, server.ProcessorTime, Stopwatch.StartNew());
            for (var second = 0; second < seconds; second++)
            {
                listeners.Begin();
                var due = DateTime.UtcNow;
                due = due.AddTicks(-(due.Ticks % TimeSpan.TicksPerMillisecond));
                checkpoint = await StoreAsync(writer, ownership, checkpoint, fleet, due, cancellationToken);
                listeners.Committed();
                await listeners.WaitAsync(cancellationToken);
                var pause = TimeSpan.FromSeconds(second + 1) - watch.Elapsed;
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, cancellationToken);
            }

            var elapsed = watch.Elapsed;
            var delays = listeners.Delays;
            Console.WriteLine($"{server}: {fleet.Sensors} sensors, {readers} readers, {seconds} batches in {elapsed.TotalSeconds:f1} s");
            Console.WriteLine($"  from commit to reader: p50 {delays[delays.Count / 2].TotalMilliseconds:f0} ms, p99 {delays[delays.Count * 99 / 100].TotalMilliseconds:f0} ms, most {delays[^1].TotalMilliseconds:f0} ms");
            Console.WriteLine($"  processor: API {(api.ProcessorTime - apiTime) / elapsed:p0} of a core, database server {(server.ProcessorTime - serverTime) / elapsed:p0} (storing included); API memory {api.WorkingSet >> 20} MiB");
        }
    }

    private static IHost Create(string database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:iotdb"] = database;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddIotDb(HealthStatus.Degraded);
        builder.AddIotDbIngest();
        return builder.Build();
    }

    private static async Task<Checkpoint> StoreAsync(
        BatchWriter writer, PartitionOwnership ownership, Checkpoint checkpoint, Fleet fleet, DateTime at, CancellationToken cancellationToken)
    {
        var first = (checkpoint.SequenceNumber ?? -1) + 1;
        var next = checkpoint.Advance(first + fleet.Sensors - 1, $"{first}", at);
        var readings = fleet.Catalogue.Sensors.Select((sensor, index) => new IngestReading(
            new Reading(sensor.SensorId, at, index, sensor.Unit), new EventOrigin(first + index, 0, at, ReadOnlyMemory<byte>.Empty))).ToList();
        await writer.WriteAsync(new() { Ownership = ownership, Expected = checkpoint, Next = next, Readings = readings, DeadLetters = [] }, cancellationToken);
        return next;
    }
}
