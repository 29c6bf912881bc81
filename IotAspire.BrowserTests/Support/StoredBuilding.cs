using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.BrowserTests.Support;

/// <summary>The building of <c>sensors.json</c> with a hygrometer in the kitchen, a day of its readings, and what is yet to come.</summary>
internal sealed class StoredBuilding
{
    public const string Kitchen = "kitchen-temperature";
    public const string Offices = "offices-temperature";
    public const string Deposit = "deposit-temperature";
    public const string Humidity = "kitchen-humidity";

    private const int ReadingsPerBatch = 2000;
    private static readonly TimeSpan History = TimeSpan.FromHours(26);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly IngestDatabase _database;
    private readonly PartitionOwnership _ownership;
    private readonly List<Measured> _readings = [];
    private Checkpoint _position;

    private StoredBuilding(IngestDatabase database, PartitionOwnership ownership, Checkpoint position) =>
        (_database, _ownership, _position) = (database, ownership, position);

    public static IReadOnlyList<Sensor> Sensors { get; } = Describe();

    /// <summary>All that are stored, in the order in which they came.</summary>
    public IReadOnlyList<Measured> Readings => _readings;

    /// <summary>In whole seconds.</summary>
    public static DateTime Now
    {
        get
        {
            var now = DateTime.UtcNow;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    /// <summary>
    /// A day and two hours, a reading a minute, the last a few seconds old; the kitchen's thermometer each second for the last
    /// twenty minutes; the deposit's silent from three hours to two hours ago.
    /// </summary>
    public static async Task<StoredBuilding> StoreAsync(IngestDatabase database)
    {
        await database.Sensors.StoreCatalogueAsync(new(Sensors), IngestDatabase.Token);
        var (ownership, position) = await database.OwnAsync();
        var building = new StoredBuilding(database, ownership, position);
        foreach (var batch in HistoryUntil(Now).Chunk(ReadingsPerBatch))
            await building.StoreAsync(batch);
        await building.CatchUpAsync();
        return building;
    }

    /// <summary>Stores readings as the Aggregator would; a sensor that isn't of the building measures in °C.</summary>
    public async Task StoreAsync(params Measured[] readings)
    {
        var batch = Batches.Next(_ownership, _position, [.. readings.Select(Event)]);
        await _database.Writer.WriteAsync(batch, IngestDatabase.Token);
        _position = batch.Next;
        _readings.AddRange(readings);
    }

    /// <summary>All that there is has been read up to now.</summary>
    public Task CatchUpAsync() => _database.Checkpoints.MarkCaughtUpAsync(_ownership, DateTime.UtcNow, _position.SequenceNumber ?? -1, IngestDatabase.Token);

    private static IEnumerable<Measured> HistoryUntil(DateTime now)
    {
        for (var at = now - History; at < now; at += Interval)
        {
            foreach (var sensor in Sensors)
            {
                var age = now - at;
                if (sensor.SensorId != Deposit || age < TimeSpan.FromHours(2) || age > TimeSpan.FromHours(3))
                    yield return new(sensor.SensorId, at, ValueOf(sensor.SensorId, at));
            }
        }

        for (var at = now - TimeSpan.FromMinutes(20); at < now; at += TimeSpan.FromSeconds(1))
        {
            if ((now - at).Ticks % Interval.Ticks != 0)
                yield return new(Kitchen, at, ValueOf(Kitchen, at));
        }
    }

    // A daily wave at a height of its own, with two decimals.
    private static double ValueOf(string sensorId, DateTime at)
    {
        var index = Sensors.ToList().FindIndex(sensor => sensor.SensorId == sensorId);
        return Math.Round(18 + (2 * index) + (4 * Math.Sin(at.TimeOfDay.TotalDays * 2 * Math.PI)) + (0.5 * Math.Sin(at.TimeOfDay.TotalMinutes)), 2);
    }

    private static IngestReading Event(Measured reading) => new(
        new Reading(reading.SensorId, reading.At, reading.Value, Sensors.FirstOrDefault(sensor => sensor.SensorId == reading.SensorId)?.Unit ?? "°C"),
        new EventOrigin(0, 0, (reading.At - reading.Lead).AddMilliseconds(100), "{}"u8.ToArray()));

    private static List<Sensor> Describe()
    {
        var sensors = SensorCatalogueFile.Load(Repository.PathOf("sensors.json")).Sensors
            .Select(sensor => sensor.SensorId == Kitchen ? sensor : sensor with { Interval = Interval })
            .ToList();
        var kitchen = sensors.First(sensor => sensor.SensorId == Kitchen);
        sensors.Add(kitchen with { SensorId = Humidity, Type = "humidity", Unit = "%", Range = new(0, 100), Latitude = 88, Longitude = 26, Description = "Kitchen, humidity", Interval = Interval });
        return sensors;
    }
}
