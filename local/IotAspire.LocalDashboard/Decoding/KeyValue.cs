namespace IotAspire.LocalDashboard.Decoding;

/// <summary>An attribute, its value as text.</summary>
internal readonly record struct KeyValue(string Key, string Value);
