using System.Diagnostics;
using System.Diagnostics.Metrics;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Publishing;

namespace IotAspire.Generator;

/// <summary>The service's own spans and metrics; no convention knows simulated sensors. The client library brings those of sending.</summary>
internal sealed class GeneratorTelemetry
{
    private const string Name = "IotAspire.Generator";
    private static readonly ActivitySource Source = new(Name);
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private IReadOnlyList<FaultTally> _tallies = [];

    public GeneratorTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        // Ours: messaging.client.sent.messages counts events, and an event may carry many readings.
        _published = meter.CreateCounter<long>("iotaspire.generator.readings.published", "{reading}", "Readings that the event hub has accepted.");
        _dropped = meter.CreateCounter<long>("iotaspire.generator.readings.dropped", "{reading}", "Readings lost because the event hub was away for too long.");
        meter.CreateObservableCounter("iotaspire.generator.faults", Faults, "{fault}", "Faults that readings have met, by kind.");
    }

    /// <summary>
    /// The span of making a batch, from its first reading to the time when it was full or old enough. It is created when sending begins, so that
    /// the sends, retries included, are its children.
    /// </summary>
    /// <param name="batch">On its way to the hub.</param>
    /// <param name="clock">The clock of the batch's timestamps.</param>
    public static Activity? StartGeneration(OutgoingBatch batch, TimeProvider clock)
    {
        // Lanes have no current activity; if there were one, it would have nothing to do with the readings.
        Activity.Current = null;
        var now = clock.GetUtcNow();
        var activity = Source.StartActivity("generate readings", ActivityKind.Internal, parentContext: default, startTime: now - clock.GetElapsedTime(batch.Since));
        if (activity is null)
            return null;
        activity.SetEndTime((now - clock.GetElapsedTime(batch.Until)).UtcDateTime);
        activity.SetTag("iotaspire.batch.readings", batch.Readings);
        activity.SetTag("iotaspire.batch.events", batch.EventCount);
        // With few sensors each has its own key, and the tag names the sensor.
        activity.SetTag("iotaspire.partition_key", batch.PartitionKey);
        return activity;
    }

    public void Published(int readings) => _published.Add(readings);

    public void Dropped(long readings) => _dropped.Add(readings);

    /// <summary>Sets the tallies that are counted.</summary>
    public void Observe(IReadOnlyList<FaultTally> tallies) => Volatile.Write(ref _tallies, tallies);

    private IEnumerable<Measurement<long>> Faults() => Enum.GetValues<SensorFaultKind>().Select(kind =>
        new Measurement<long>(Volatile.Read(ref _tallies).Sum(tally => tally[kind]), new KeyValuePair<string, object?>("fault", kind.Name())));
}
