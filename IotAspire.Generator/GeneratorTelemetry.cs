using System.Diagnostics.Metrics;
using IotAspire.Generator.Faults;

namespace IotAspire.Generator;

/// <summary>The service's own metrics. The client library brings the spans of sending.</summary>
internal sealed class GeneratorTelemetry
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private IReadOnlyList<FaultTally> _tallies = [];

    public GeneratorTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("IotAspire.Generator");
        // Ours: messaging.client.sent.messages counts events, and an event may carry many readings.
        _published = meter.CreateCounter<long>("iotaspire.generator.readings.published", "{reading}", "Readings that the event hub has accepted.");
        _dropped = meter.CreateCounter<long>("iotaspire.generator.readings.dropped", "{reading}", "Readings lost because the event hub was away for too long.");
        meter.CreateObservableCounter("iotaspire.generator.faults", Faults, "{fault}", "Faults that readings have met, by kind.");
    }

    public void Published(int readings) => _published.Add(readings);

    public void Dropped(long readings) => _dropped.Add(readings);

    /// <summary>Whose faults are counted.</summary>
    public void Observe(IReadOnlyList<FaultTally> tallies) => Volatile.Write(ref _tallies, tallies);

    private IEnumerable<Measurement<long>> Faults() => Enum.GetValues<FaultKind>().Select(kind =>
        new Measurement<long>(Volatile.Read(ref _tallies).Sum(tally => tally[kind]), new KeyValuePair<string, object?>("fault", kind.Name())));
}
