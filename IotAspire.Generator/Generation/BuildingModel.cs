using IotAspire.Generator.Faults;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Generation;

/// <summary>What all devices of a run share.</summary>
/// <param name="Floor">Who is near whom.</param>
/// <param name="Faults">How often what goes wrong.</param>
/// <param name="Seed">Equal seeds give equal readings.</param>
internal sealed record BuildingModel(FloorPlan Floor, FaultPlan Faults, int Seed);
