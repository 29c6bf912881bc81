using IotAspire.Contracts.Catalogue;

namespace IotAspire.Storage.Ingest;

/// <summary>What storing a reading needs to know of its sensor.</summary>
/// <param name="Id">Key in <c>sensors</c>.</param>
/// <param name="Unit">The only unit that its readings may have.</param>
/// <param name="Range">Null while no catalogue describes it.</param>
internal sealed record SensorEntry(uint Id, string Unit, SensorRange? Range);
