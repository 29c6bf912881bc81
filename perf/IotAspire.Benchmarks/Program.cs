using IotAspire.Benchmarks;
using IotAspire.Benchmarks.Drain;
using IotAspire.Benchmarks.Ingest;

// In the order in which a reading travels.
Benchmark[] benchmarks =
[
    new("ingest", "events in memory to committed readings and rollups, against LOAD DATA of the same rows", IngestBenchmark.RunAsync),
    new("pipeline-drain", "a hub that holds readings already to committed readings and rollups, with the memory it takes", DrainBenchmark.RunAsync),
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
