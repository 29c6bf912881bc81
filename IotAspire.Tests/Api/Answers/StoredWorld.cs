using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;

namespace IotAspire.Tests.Api.Answers;

/// <summary>A reading that is stored, with what must have been noticed of it.</summary>
internal sealed record KnownReading(KnownSensor Sensor, DateTime MeasuredAt, double Value, DateTime EnqueuedAt)
{
    public bool OutOfRange => Sensor.Described is { } sensor && !sensor.Range.Contains(Value);

    public bool Ahead => MeasuredAt > EnqueuedAt.AddMinutes(1);

    public bool Late => EnqueuedAt > KnownReadings.Minute(MeasuredAt).AddMinutes(1) + StoredWorld.AllowedLateness;
}

/// <summary>A sensor of the test.</summary>
/// <param name="Described">Null for one that is known from its readings alone.</param>
/// <param name="SensorId">Its id.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record KnownSensor(Sensor? Described, string SensorId, string Unit)
{
    public string? Type => Described?.Type;

    public string? Place => Described?.Description;

    public double? IntervalMs => Described?.Interval.TotalMilliseconds;
}

/// <summary>A database with readings, and the same readings in memory.</summary>
internal sealed class StoredWorld(RunningApi api, IReadOnlyList<KnownReading> readings, IReadOnlyDictionary<(string Sensor, DateTime Minute), (int Duplicates, int Conflicts)> repetitions)
{
    public static readonly TimeSpan AllowedLateness = TimeSpan.FromSeconds(10);

    /// <summary>Behind it (less the allowed lateness) no bucket is complete.</summary>
    public static readonly DateTime CaughtUpAt = new(2024, 10, 6, 0, 0, 0, DateTimeKind.Utc);

    // In the order of their short keys, which is neither that of their ids nor that of their types; one type is of one sensor.
    public static readonly IReadOnlyList<KnownSensor> Sensors =
    [
        Of("roof-wind", "wind", "m/s", 60, 40, 1_000, 0, 30, "Roof"),
        Of("b-kitchen", "temperature", "°C", 85, 20, 10_000, 0, 45, "Kitchen, \"old\"\nwing"),
        Of("a-kitchen", "temperature", "°C", 85.5, 20.5, 60_000, 0, 45, "Kitchen, \"old\"\nwing"),
        Of("a-freezer", "temperature", "°F", 10, 12, 3_600_000, -60, 10, "=Cellar"),
        Of("a-humidity", "humidity", "%", 84, 19, 90_000, 0, 100, "Kitchen, \"old\"\nwing"),
        Of("silent", "temperature", "°C", -5, -7, 1_000, 0, 45, "Attic"),
        new(null, "stray", "bar"),
    ];

    public RunningApi Api => api;

    /// <summary>By sensor, in the order of <see cref="Sensors"/>, and time.</summary>
    public IReadOnlyList<KnownReading> Readings => readings;

    public (int Duplicates, int Conflicts) RepetitionsOf(KnownSensor sensor, DateTime minute) => repetitions.GetValueOrDefault((sensor.SensorId, minute));

    /// <summary>Whether nothing in time is missing in a bucket and nothing came late just before <see cref="CaughtUpAt"/>, or after it.</summary>
    public static bool IsComplete(DateTime end, IEnumerable<KnownReading> readings)
    {
        var until = CaughtUpAt - AllowedLateness;
        return end <= until && readings.Where(reading => reading.Late).All(reading => reading.EnqueuedAt <= end + AllowedLateness || reading.EnqueuedAt <= until);
    }

    /// <param name="api">Over an empty database.</param>
    /// <param name="sent">In the order in which they come; the first of the same sensor and instant stands.</param>
    public static async Task<StoredWorld> StoreAsync(RunningApi api, IReadOnlyList<KnownReading> sent)
    {
        var database = api.Database;
        await database.Sensors.StoreCatalogueAsync(new SensorCatalogue([.. Sensors.Select(sensor => sensor.Described).OfType<Sensor>()]), IngestDatabase.Token);
        var (ownership, position) = await database.OwnAsync();
        foreach (var some in sent.Chunk(700))
        {
            var batch = Batches.Next(ownership, position, [.. some.Select(Event)]);
            var result = await database.Writer.WriteAsync(batch, IngestDatabase.Token);
            Assert.Equal(0, result.DeadLetters);
            position = batch.Next;
        }

        await database.Checkpoints.MarkCaughtUpAsync(ownership, CaughtUpAt, 1, IngestDatabase.Token);
        var stored = sent.DistinctBy(Key).OrderBy(reading => Sensors.ToList().IndexOf(reading.Sensor)).ThenBy(reading => reading.MeasuredAt).ToList();
        var standing = stored.ToDictionary(Key);
        var repetitions = sent.Where(reading => !ReferenceEquals(reading, standing[Key(reading)]))
            .GroupBy(reading => (reading.Sensor.SensorId, KnownReadings.Minute(reading.MeasuredAt)))
            .ToDictionary(
                minute => minute.Key,
                minute => (minute.Count(again => again.Value == standing[Key(again)].Value), minute.Count(again => again.Value != standing[Key(again)].Value)));
        return new(api, stored, repetitions);
    }

    private static (string, DateTime) Key(KnownReading reading) => (reading.Sensor.SensorId, reading.MeasuredAt);

    private static IngestReading Event(KnownReading reading) => new(
        new Reading(reading.Sensor.SensorId, reading.MeasuredAt, reading.Value, reading.Sensor.Unit), new EventOrigin(0, 0, reading.EnqueuedAt, "{}"u8.ToArray()));

    private static KnownSensor Of(
        string id, string type, string unit, double latitude, double longitude, int intervalMs, double minimum, double maximum, string place) =>
        new(new(id, type, unit, latitude, longitude, new(minimum, maximum), place, TimeSpan.FromMilliseconds(intervalMs)), id, unit);
}
