namespace IotAspire.EventHubs.Emulator.Access;

/// <summary>The key that clients must prove to know.</summary>
internal sealed record SharedAccessKey(string Name, string Value);
