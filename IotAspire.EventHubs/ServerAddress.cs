namespace IotAspire.EventHubs;

/// <summary>Where a hub's server listens, for telemetry.</summary>
/// <param name="Host">Name of the host.</param>
/// <param name="Port">The port.</param>
public sealed record ServerAddress(string Host, int Port);
