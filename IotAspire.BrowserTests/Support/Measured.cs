namespace IotAspire.BrowserTests.Support;

/// <summary>A reading as it is stored.</summary>
internal readonly record struct Measured(string SensorId, DateTime At, double Value);
