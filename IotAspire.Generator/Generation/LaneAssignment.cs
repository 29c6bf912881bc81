using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Publishing;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Generation;

/// <summary>
/// Which lane simulates which sensor, when within its interval it measures, and under which key it sends. Pure: a sensor stays where it
/// is when others come or go, but for keys that change with the size of the catalogue.
/// </summary>
internal static class LaneAssignment
{
    /// <summary>Up to this number, sensors measure at multiples of their interval; more sensors are spread over it.</summary>
    public const int MaxInStep = 1000;

    public static List<LaneSensor>[] Assign(IReadOnlyList<Sensor> sensors, int lanes, GeneratorOptions options, Func<string, DateTime> from)
    {
        var keys = new PartitionKeys(sensors.Count, options.ReadingsPerEvent);
        var assigned = Enumerable.Range(0, lanes).Select(_ => new List<LaneSensor>()).ToArray();
        foreach (var given in sensors)
        {
            var sensor = options.Interval is { } interval && interval != given.Interval ? given with { Interval = interval } : given;
            var key = keys.Of(sensor.SensorId);
            assigned[StableHash.Of(key, 0) % (uint)lanes].Add(new(sensor, PhaseOf(sensor, sensors.Count), key, from(sensor.SensorId)));
        }

        return assigned;
    }

    // In whole milliseconds, so that instants are easy to read.
    private static long PhaseOf(Sensor sensor, int sensors)
    {
        if (sensors <= MaxInStep)
            return 0;
        var phase = (long)(StableHash.ToUnit(StableHash.Of(sensor.SensorId, 0)) * sensor.Interval.Ticks);
        return phase - (phase % TimeSpan.TicksPerMillisecond);
    }
}

/// <summary>What all devices of a run share: floor plan, faults, seed, templates.</summary>
internal sealed class BuildingModel(IReadOnlyList<Sensor> sensors, FaultPlan faults, int seed)
{
    private readonly Dictionary<string, ReadingTemplate> _templates =
        sensors.Select(sensor => sensor.Unit).Distinct(StringComparer.Ordinal).ToDictionary(unit => unit, unit => new ReadingTemplate(unit), StringComparer.Ordinal);

    public FloorPlan Floor { get; } = new(sensors);

    public FaultPlan Faults => faults;

    public int Seed => seed;

    public ReadingTemplate TemplateOf(string unit) => _templates[unit];
}
