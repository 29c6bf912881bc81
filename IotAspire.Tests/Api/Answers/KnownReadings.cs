using CsCheck;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Readings to store: around the hours in which clocks change, sparse and dense, flat and noisy, late, repeated, contradicted.</summary>
internal static class KnownReadings
{
    /// <summary>Clocks change here: Berlin forward and back, Lord Howe by half an hour, St. John's; and a month, a year begin.</summary>
    public static readonly IReadOnlyList<DateTime> Episodes =
    [
        At(2024, 3, 31, 1), At(2024, 10, 27, 1), At(2024, 4, 6, 15), At(2024, 10, 5, 15), At(2024, 3, 10, 6), At(2024, 11, 3, 5), At(2024, 1, 1, 0), At(2024, 2, 29, 12),
    ];

    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Times within so many days of an episode.</summary>
    public static Gen<DateTime> Near(int days) => Gen.Select(
        Gen.OneOfConst([.. Episodes]),
        Gen.Frequency(
            (3, Gen.Long[-days * MicrosecondsPerDay, days * MicrosecondsPerDay]),
            (2, Gen.Long[-days * 1440, days * 1440].Select(minutes => minutes * 60_000_000)),
            (1, Gen.Long[-days * 24, days * 24].Select(hours => hours * 3_600_000_000))),
        (episode, microseconds) => episode.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));

    private static readonly Gen<KnownSensor> Sensor = Gen.OneOfConst([.. StoredWorld.Sensors.Where(sensor => sensor.SensorId != "silent")]);

    private static readonly Gen<double> Value = Gen.OneOf(Gen.Double[-80, 120], Gen.Int[-3, 3].Select(value => value + 0.5));

    private static readonly Gen<TimeSpan> Delay = Gen.Frequency(
        (8, Gen.Int[1, 2000].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))), (1, Gen.Int[1, 200].Select(seconds => TimeSpan.FromSeconds(seconds))), (1, Gen.Int[1, 300].Select(days => TimeSpan.FromDays(days))), (1, Gen.Int[-86_400, -30].Select(seconds => TimeSpan.FromSeconds(seconds))));

    private static readonly Gen<List<KnownReading>> Single = Gen.Select(Sensor, Near(2), Value, Delay, (sensor, at, value, delay) =>
        new List<KnownReading> { new(sensor, at, value, at + delay) });

    // A reading now and then, each minute or more often, for up to an hour; flat every third time.
    private static readonly Gen<List<KnownReading>> Run = Gen.Select(Sensor, Near(1), Gen.Int[5, 60], Gen.OneOfConst(7, 20, 60, 61), Gen.Int[0, 2], Value.Array[60], (sensor, at, count, step, flat, values) =>
        Enumerable.Range(0, count).Select(i =>
        {
            var measuredAt = at.AddSeconds(i * step);
            return new KnownReading(sensor, measuredAt, values[flat == 0 ? 0 : i], measuredAt.AddMilliseconds(100));
        }).ToList());

    /// <summary>In the order in which they come.</summary>
    public static readonly Gen<KnownReading[]> Sent = Gen.Select(
        Single.Array[300, 500], Run.Array[15, 30], Gen.Int[0, 1_000_000], (singles, runs, seed) =>
        {
            var random = new Random(seed);
            var first = singles.Concat(runs).SelectMany(some => some).Select(reading => reading with { EnqueuedAt = Milliseconds(reading.EnqueuedAt) }).ToArray();
            random.Shuffle(first);
            // Some come again, as they were or with another value.
            var again = first.Where(_ => random.Next(20) == 0).Select(reading => random.Next(2) == 0 ? reading with { } : reading with { Value = reading.Value + 1 }).ToArray();
            return first.Concat(again).ToArray();
        });

    public static DateTime Minute(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);

    // As the hub and the table have it.
    private static DateTime Milliseconds(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    private static DateTime At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, DateTimeKind.Utc);
}
