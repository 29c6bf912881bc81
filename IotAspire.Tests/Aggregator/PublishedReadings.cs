using System.Buffers;
using System.Text;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Tests.Aggregator;

/// <summary>Publishes events, and remembers which readings have to be stored in the end.</summary>
internal sealed class PublishedReadings(EventHubProducer producer)
{
    public const string Kitchen = "kitchen-temperature";

    private readonly Dictionary<(string SensorId, DateTime MeasuredAt), double> _distinct = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public IReadOnlyDictionary<(string SensorId, DateTime MeasuredAt), double> Distinct => _distinct;

    public int Duplicates { get; private set; }

    public int Conflicts { get; private set; }

    /// <summary>Now, in whole seconds: a reading of it isn't late.</summary>
    public static DateTime Now
    {
        get
        {
            var now = DateTime.UtcNow;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    /// <summary>Readings of one sensor, one every <paramref name="step"/>.</summary>
    public static Reading[] Series(string sensorId, DateTime from, int count, TimeSpan? step = null) =>
    [
        .. Enumerable.Range(0, count).Select(
            index => new Reading(sensorId, from + (index * (step ?? TimeSpan.FromSeconds(1))), 20 + Math.Sin(index) + (index * 0.1), "°C")),
    ];

    /// <summary>One event for each group of readings, in order, all in the key's partition.</summary>
    public Task PublishAsync(string key, params IEnumerable<Reading[]> events)
    {
        var outgoing = new List<OutgoingEvent>();
        foreach (var readings in events)
        {
            var body = new ArrayBufferWriter<byte>();
            ReadingEncoder.Encode(readings, body);
            outgoing.Add(Event(body.WrittenMemory, ReadingEvent.Schema));
            foreach (var reading in readings)
                Remember(reading);
        }

        return producer.SendAsync(key, outgoing, Token);
    }

    /// <summary>One event for each reading, by its sensor's key.</summary>
    public async Task PublishSinglyAsync(params IEnumerable<Reading> readings)
    {
        foreach (var sensor in readings.GroupBy(reading => reading.SensorId))
            await PublishAsync(sensor.Key, sensor.Select(reading => new[] { reading }));
    }

    /// <summary>An event from which no reading may be stored.</summary>
    public Task PublishPoisonAsync(string key, string body, string schema = ReadingEvent.Schema) =>
        producer.SendAsync(key, [Event(Encoding.UTF8.GetBytes(body), schema)], Token);

    private static OutgoingEvent Event(ReadOnlyMemory<byte> body, string schema) =>
        new(body) { Properties = new Dictionary<string, string> { [ReadingEvent.SchemaProperty] = schema } };

    private void Remember(in Reading reading)
    {
        var key = (reading.SensorId, reading.MeasuredAt);
        if (_distinct.TryAdd(key, reading.Value))
            return;
        if (_distinct[key].Equals(reading.Value))
            Duplicates++;
        else
            Conflicts++;
    }
}
