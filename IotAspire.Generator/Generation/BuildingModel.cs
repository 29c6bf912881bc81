using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Generation;

/// <summary>What all devices of a run share.</summary>
/// <param name="sensors">All of them.</param>
/// <param name="faults">How often what goes wrong.</param>
/// <param name="seed">Equal seeds give equal readings.</param>
internal sealed class BuildingModel(IReadOnlyList<Sensor> sensors, FaultPlan faults, int seed)
{
    private readonly Dictionary<string, ReadingTemplate> _templates =
        sensors.Select(sensor => sensor.Unit).Distinct(StringComparer.Ordinal).ToDictionary(unit => unit, unit => new ReadingTemplate(unit), StringComparer.Ordinal);

    /// <summary>Who is near whom.</summary>
    public FloorPlan Floor { get; } = new(sensors);

    public FaultPlan Faults => faults;

    public int Seed => seed;

    /// <summary>One for all sensors of a unit.</summary>
    public ReadingTemplate TemplateOf(string unit) => _templates[unit];
}
