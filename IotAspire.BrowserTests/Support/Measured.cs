namespace IotAspire.BrowserTests.Support;

/// <summary>A reading as it is stored.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="At">By the sensor's clock.</param>
/// <param name="Value">The value.</param>
/// <param name="Lead">How far that clock runs ahead.</param>
internal readonly record struct Measured(string SensorId, DateTime At, double Value, TimeSpan Lead = default);
