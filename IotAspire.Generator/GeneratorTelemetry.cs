using System.Diagnostics.Metrics;

namespace IotAspire.Generator;

/// <summary>The service's own metrics. The client library brings the spans of sending.</summary>
internal sealed class GeneratorTelemetry
{
    private readonly Counter<long> _published;

    public GeneratorTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("IotAspire.Generator");
        // Ours: messaging.client.sent.messages counts events, and an event may carry many readings.
        _published = meter.CreateCounter<long>("iotaspire.generator.readings.published", "{reading}", "Readings that the event hub has accepted.");
    }

    public void Published(int readings) => _published.Add(readings);
}
