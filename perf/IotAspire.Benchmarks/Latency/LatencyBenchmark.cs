using System.Buffers;
using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Latency;

/// <summary>
/// When caught up: the time from <c>measuredAt</c> until a SELECT sees the raw reading. Sensors send one after the other, each once a
/// second, one reading to an event, through a hub in a process of its own; the Aggregator's parts run here.
/// </summary>
internal static class LatencyBenchmark
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        // One reading a second from each.
        var fleet = new Fleet(options.Number("rate", 1000));
        var time = TimeSpan.FromSeconds(options.Number("seconds", 60));
        var warmUp = TimeSpan.FromSeconds(options.Number("warm-up", 15));
        var partitions = options.Number("partitions", 4);
        var probes = options.Number("probes", 50);
        options.RequireNoOther();

        foreach (var flavor in flavors)
        {
            await using var hub = await BenchmarkHub.StartAsync(partitions, cancellationToken);
            await using var server = await BenchmarkServer.StartAsync(flavor, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            await using var aggregator = await BenchmarkAggregator.CreateAsync(database, hub.Consumer, fleet.Catalogue, cancellationToken);
            await aggregator.StartAsync(cancellationToken);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var sending = SendAsync(hub.Producer, fleet, over.Token);
            var watch = new ReadingWatch(aggregator.Database, [.. fleet.Catalogue.Sensors.Where((_, index) => index % (fleet.Sensors / probes) == 0).Select(sensor => sensor.SensorId)]);
            await watch.RunAsync(warmUp, cancellationToken);
            var seen = await watch.RunAsync(time, cancellationToken);
            await over.CancelAsync();
            var sent = await sending;
            Console.WriteLine($"{server}: {sent / (warmUp + time).TotalSeconds:n0} readings/s sent; of {seen.Count} watched, from measuredAt to seen by SELECT: p50 {seen.Of(0.5):n0} ms, p99 {seen.Of(0.99):n0} ms, longest {seen.Of(1):n0} ms");
        }
    }

    private static async Task<long> SendAsync(EventHubProducer producer, Fleet fleet, CancellationToken cancellationToken)
    {
        var (begun, sent) = (Stopwatch.GetTimestamp(), 0L);
        var sends = new HashSet<Task>();
        using var timer = new PeriodicTimer(Tick);
        while (!cancellationToken.IsCancellationRequested)
        {
            // As many as are due: a timer that comes late doesn't lower the rate.
            for (var due = (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * fleet.Sensors); sent < due; sent++)
                sends.Add(producer.SendAsync(fleet.Catalogue.Sensors[(int)(sent % fleet.Sensors)].SensorId, [Event(fleet, sent)], CancellationToken.None));
            foreach (var done in sends.Where(send => send.IsCompleted).ToList())
            {
                sends.Remove(done);
                await done;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(sends);
        return sent;
    }

    private static OutgoingEvent Event(Fleet fleet, long number)
    {
        var sensor = fleet.Catalogue.Sensors[(int)(number % fleet.Sensors)];
        var now = DateTime.UtcNow;
        var body = new ArrayBufferWriter<byte>();
        ReadingEncoder.Encode([new Reading(sensor.SensorId, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), 20 + (number % 100 * 0.01), sensor.Unit)], body);
        return new(body.WrittenMemory) { Properties = HubFill.Properties };
    }
}
