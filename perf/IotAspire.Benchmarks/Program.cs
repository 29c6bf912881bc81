using IotAspire.Benchmarks;
using IotAspire.Benchmarks.Api;
using IotAspire.Benchmarks.Backlog;
using IotAspire.Benchmarks.Disk;
using IotAspire.Benchmarks.Drain;
using IotAspire.Benchmarks.Generate;
using IotAspire.Benchmarks.Hub;
using IotAspire.Benchmarks.Ingest;
using IotAspire.Benchmarks.Latency;
using IotAspire.Benchmarks.Live;
using IotAspire.Benchmarks.Picture;
using IotAspire.Benchmarks.Start;
using IotAspire.Benchmarks.Telemetry;

// In the order in which a reading travels.
Benchmark[] benchmarks =
[
    new("start", "AppHost: start to the first reading served, memory, and the stop", StartBenchmark.RunAsync),
    new("generate", "Generator: readings made and encoded, then thrown away", GenerateBenchmark.RunAsync),
    new("generate-hub", "Generator: history into an Event Hubs server", GenerateHubBenchmark.RunAsync),
    new("fleet-live", "Generator: 100,000 sensors live, its memory and processor time", FleetLiveBenchmark.RunAsync),
    new("signal-picture", "Generator: no measurement, a picture of a day of the sensors with their faults", SignalPicture.RunAsync),
    new("hub-start", "Event Hubs server: start to listening", FootprintBenchmarks.StartAsync),
    new("hub-in", "Event Hubs server: events in, batches of 500", ThroughputBenchmarks.InAsync),
    new("hub-single", "Event Hubs server: events in one by one, 64 under way", ThroughputBenchmarks.SingleAsync),
    new("hub-out", "Event Hubs server: events out", ThroughputBenchmarks.OutAsync),
    new("hub-both", "Event Hubs server: in and out at once", ThroughputBenchmarks.BothAsync),
    new("hub-memory", "Event Hubs server: memory over 10 million events", FootprintBenchmarks.MemoryAsync),
    new("hub-receivers", "Event Hubs server: memory of 1,000 idle receivers", FootprintBenchmarks.ReceiversAsync),
    new("ingest", "events in memory to committed readings and rollups, against LOAD DATA of the same rows", IngestBenchmark.RunAsync),
    new("api", "the API as a process: latencies, requests and exports, at several sizes of the table", ApiBenchmark.RunAsync),
    new("pipeline-drain", "a hub that holds readings already to committed readings and rollups, with the memory it takes", DrainBenchmark.RunAsync),
    new("telemetry", "pipeline-drain without telemetry and with all of it, in turn, and the ratio of the medians", TelemetryBenchmark.RunAsync),
    new("backlog-memory", "memory of the Aggregator's process while millions of events are behind", BacklogBenchmark.RunAsync),
    new("latency", "from measuredAt to seen by a SELECT, when caught up at 1,000 readings a second", LatencyBenchmark.RunAsync),
    new("disk", "bytes on disk of a reading and of rollups", DiskBenchmark.RunAsync),
    new("live", "committed readings to readers of the API's live stream, with what it costs", LiveBenchmark.RunAsync),
];

const int BadUsage = 2;

if (args.Length == 0 || benchmarks.FirstOrDefault(each => each.Name == args[0]) is not { } benchmark)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project perf/IotAspire.Benchmarks -- NAME [OPTION…]");
    foreach (var each in benchmarks)
        Console.Error.WriteLine($"  {each.Name,-24} {each.Measures}");
    return BadUsage;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
await benchmark.Run(args[1..], stop.Token);
return 0;
