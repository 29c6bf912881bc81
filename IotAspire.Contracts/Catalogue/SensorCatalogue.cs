namespace IotAspire.Contracts.Catalogue;

/// <summary>All sensors of an installation, in the order of their file.</summary>
/// <param name="Sensors">At least one; ids are unique.</param>
public sealed record SensorCatalogue(IReadOnlyList<Sensor> Sensors);
