using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Publishing;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>Runs the lanes. When the catalogue changes, restarts them where they stopped.</summary>
internal sealed class Simulation(
    SensorCatalogue catalogue, CatalogueWatch watch, Ledger ledger, IOptions<GeneratorOptions> options, TimeProvider clock, ILogger<Simulation> logger)
{
    private readonly GeneratorOptions _options = options.Value;
    private readonly FaultPlan _faults = new(options.Value.Rates);
    private IReadOnlyList<Lane> _lanes = [];

    /// <summary>Every lane has made everything before; null until the first lane has begun.</summary>
    public DateTime? Position
    {
        get
        {
            var lanes = Volatile.Read(ref _lanes);
            return lanes.Count == 0 ? null : lanes.Min(lane => lane.Position);
        }
    }

    /// <summary>How far live readings lie behind the present.</summary>
    public TimeSpan Behind => Volatile.Read(ref _lanes).Select(lane => lane.Behind).DefaultIfEmpty().Max();

    /// <summary>Runs until <paramref name="stop"/>, and then sends what is left until <paramref name="flush"/>.</summary>
    public async Task RunAsync(Pace pace, IReadOnlyList<LaneOutput> outputs, CancellationToken stop, CancellationToken flush)
    {
        var current = catalogue;
        var positions = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        var newcomersFrom = pace.From;
        while (!stop.IsCancellationRequested)
        {
            GeneratorLog.Generating(logger, current.Sensors.Count, newcomersFrom, _options.Seed, _options.Profile);
            ledger.BeginRun(_options.Seed, _options.Profile, current.Sensors.Count, newcomersFrom);
            current = await RunAsync(current, pace, outputs, sensorId => positions.GetValueOrDefault(sensorId, newcomersFrom), positions, stop, flush);
            newcomersFrom = pace.Now;
        }
    }

    private async Task<SensorCatalogue> RunAsync(
        SensorCatalogue current,
        Pace pace,
        IReadOnlyList<LaneOutput> outputs,
        Func<string, DateTime> from,
        Dictionary<string, DateTime> positions,
        CancellationToken stop,
        CancellationToken flush)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var model = new BuildingModel(current.Sensors, _faults, _options.Seed);
        var settings = new LaneSettings(
            model, pace, ledger, clock, _options.ReadingsPerEvent, Math.Max(_options.ReadingsPerEvent, _options.HistoryReadingsPerEvent), _options.Linger, _options.BufferTime);
        var assigned = LaneAssignment.Assign(current.Sensors, outputs.Count, _options, from);
        var lanes = assigned.Zip(outputs).Where(each => each.First.Count > 0).Select(each => (Sensors: each.First, Lane: new Lane(each.First, each.Second, settings))).ToList();
        Volatile.Write(ref _lanes, lanes.ConvertAll(each => each.Lane));
        // The garbage of building a large fleet would otherwise stay in memory for long.
        if (current.Sensors.Count > LaneAssignment.MaxInStep)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        // Each on its own thread, because making readings is pure computing.
        var running = lanes.ConvertAll(each => Task.Run(() => each.Lane.RunAsync(ending.Token, flush), CancellationToken.None));
        var changing = watch.WaitForChangeAsync(current, ending.Token);
        await Task.WhenAny([changing, .. running]);
        await ending.CancelAsync();
        var ends = await Task.WhenAll(running);
        if (changing.IsFaulted)
            await changing;
        // A sensor that comes back to the catalogue later begins as a new one does.
        positions.Clear();
        foreach (var (sensors, end) in lanes.Zip(ends, (lane, end) => (lane.Sensors, end)))
        {
            foreach (var sensor in sensors)
                positions[sensor.Sensor.SensorId] = end > sensor.From ? end : sensor.From;
        }

        return changing.IsCompletedSuccessfully ? await changing : current;
    }
}
