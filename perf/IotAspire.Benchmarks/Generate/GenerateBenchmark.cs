using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Generation;
using IotAspire.Generator.Publishing;

namespace IotAspire.Benchmarks.Generate;

/// <summary>Readings made, packed and encoded, and then thrown away: what the simulation itself can do.</summary>
internal static class GenerateBenchmark
{
    private static readonly DateTime Start = DateTime.UtcNow.Date.AddDays(-1);

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var sensors = options.Number("sensors", 1000);
        var readings = options.Number("readings", 10_000_000);
        var threads = options.Number("threads", Environment.ProcessorCount);
        var pack = options.Number("pack", 100);
        string[] profiles = options.Text("profile", "all") is "all" ? [.. FaultProfiles.All.Keys] : [options.Text("profile", "realistic")];
        options.RequireNoOther();
        foreach (var profile in profiles)
        {
            // The first second is the compiler's.
            Measure(profile, sensors, readings / 5, threads, pack, isReported: false);
            Measure(profile, sensors, readings, threads, pack, isReported: true);
        }

        return Task.CompletedTask;
    }

    private static void Measure(string profile, int sensors, int readings, int threads, int pack, bool isReported)
    {
        var catalogue = new Fleet(sensors).Catalogue;
        var model = new BuildingModel(catalogue.Sensors, new FaultPlan(FaultProfiles.All[profile]), 1);
        var ledgerFile = Path.GetTempFileName();
        var ledger = new Ledger(ledgerFile);
        var lanes = LaneAssignment.Assign(catalogue.Sensors, threads, new GeneratorOptions { ReadingsPerEvent = pack }, _ => Start)
            .Select(assigned => new Workload(assigned, model, ledger, pack)).ToList();
        // A first hour warms up the buffers, so that what is counted is the steady state.
        foreach (var lane in lanes)
            lane.Run(Start, Start.AddSeconds(1000));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        Parallel.ForEach(lanes, new ParallelOptions { MaxDegreeOfParallelism = threads }, lane => lane.Run(Start.AddSeconds(1000), Start.AddSeconds(1000 + (readings / sensors))));
        watch.Stop();
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        ledger.Flush();
        if (isReported)
        {
            Console.WriteLine(
                $"{profile}: {readings / watch.Elapsed.TotalSeconds:n0} readings/s on {threads} threads, {(double)allocated / readings:f3} bytes allocated a reading, " +
                $"{lanes.Sum(lane => lane.Bytes) / watch.Elapsed.TotalSeconds / 1e6:f0} MB/s of events, ledger {new FileInfo(ledgerFile).Length / 1e6:f0} MB");
        }

        ledger.DisposeAsync().AsTask().GetAwaiter().GetResult();
        File.Delete(ledgerFile);
    }

    /// <summary>A lane without waiting.</summary>
    private sealed class Workload
    {
        private readonly BatchPool _pool = new();
        private readonly Queue<OutgoingBatch> _full = new();
        private readonly FaultTally _tally = new();
        private readonly List<Device> _devices;
        private readonly Ledger _ledger;
        private readonly int _pack;

        public Workload(List<LaneSensor> sensors, BuildingModel model, Ledger ledger, int pack)
        {
            (_ledger, _pack) = (ledger, pack);
            var packers = new Dictionary<string, EventPacker>();
            _devices = sensors.ConvertAll(each =>
            {
                if (!packers.TryGetValue(each.PartitionKey, out var packer))
                    packers.Add(each.PartitionKey, packer = new(each.PartitionKey, _pool, _full));
                return new Device(each, model, packer);
            });
        }

        public long Bytes { get; private set; }

        public void Run(DateTime from, DateTime until)
        {
            var context = new EmitContext(_pack, 0, _ledger, _tally);
            for (var turn = from; turn < until; turn = turn.AddSeconds(100))
            {
                foreach (var device in _devices)
                {
                    device.Emit(turn.Ticks, Math.Min(until.Ticks, turn.AddSeconds(100).Ticks), context);
                    while (_full.TryDequeue(out var batch))
                    {
                        Bytes += batch.Length;
                        _pool.Return(batch);
                    }
                }
            }
        }
    }
}
