using CsCheck;

namespace IotAspire.Tests.Api.Answers;

/// <summary>A question about quality.</summary>
internal sealed record AskedQuality(SentRange Range, string Bucket, string Edges)
{
    private const int MaxBuckets = 1_500;

    public static readonly Gen<AskedQuality> Any = Gen.Select(SentRange.Any, Gen.OneOfConst("1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "1w", "1mo"), Gen.OneOfConst("whole", "started"), (range, bucket, edges) => new AskedQuality(range, bucket, edges))
        .Where(asked => (asked.Range.To - asked.Range.From) / LocalBuckets.Length(asked.Bucket) * asked.Range.Sensors.All.Count < MaxBuckets);

    public string Path => $"/api/v1/quality?{Range.Query}&bucket={Bucket}&edges={Edges}";

    public override string ToString() => Path;
}

/// <summary>Quality by brute force, minute by minute.</summary>
internal static class ExpectedQuality
{
    private const int FlatLine = 10;

    public static readonly string[] Columns =
    [
        "sensorId", "bucketStart", "bucketEnd", "count", "expected", "coverage", "duplicates", "conflicts", "late", "outOfRange", "ahead", "gaps", "gapMinutes", "flatMinutes", "score", "complete",
    ];

    public static (IReadOnlyList<string> Columns, List<ExpectedCell[]> Rows) Of(StoredWorld world, AskedQuality asked)
    {
        var buckets = new LocalBuckets(asked.Bucket, asked.Range.Zone).Of(asked.Range.From, asked.Range.To, asked.Edges).ToList();
        return (Columns, [.. asked.Range.Sensors.All.SelectMany(sensor => buckets.Select(bucket => Row(world, sensor, bucket.Start, bucket.End)))]);
    }

    private static ExpectedCell[] Row(StoredWorld world, KnownSensor sensor, DateTime start, DateTime end)
    {
        var readings = world.Readings.Where(reading => reading.Sensor == sensor && reading.MeasuredAt >= start && reading.MeasuredAt < end).ToList();
        var byMinute = readings.ToLookup(reading => KnownReadings.Minute(reading.MeasuredAt));
        var first = world.Readings.Where(reading => reading.Sensor == sensor).Select(reading => (DateTime?)reading.MeasuredAt).Min();
        var minutes = Enumerable.Range(0, (int)(end - start).TotalMinutes).Select(minute => start.AddMinutes(minute)).Where(minute => minute.AddMinutes(1) > first).ToList();
        var repetitions = minutes.Where(minute => byMinute[minute].Any()).Select(minute => world.RepetitionsOf(sensor, minute)).ToList();
        var (duplicates, conflicts) = (repetitions.Sum(minute => minute.Duplicates), repetitions.Sum(minute => minute.Conflicts));
        var expected = sensor.IntervalMs is not { } interval ? (double?)null : first is null ? 0 : Math.Floor(Math.Max(0, (end - (first > start ? first.Value : start)).TotalMilliseconds) / interval);
        var coverage = expected > 0 ? Math.Min(1, readings.Count / expected.Value) : (double?)null;
        var explained = sensor.IntervalMs is { } ms ? Math.Floor(ms / 60_000) : 0;
        var gaps = Runs(minutes.Select(minute => byMinute[minute].Any() ? null : "empty")).Where(run => run > explained).ToList();
        var flat = Runs(minutes.Select(minute => byMinute[minute].Select(reading => Table.Text(reading.Value)).Distinct().ToList() is [var only] ? only : null), explained, minutes.Select(minute => byMinute[minute].Any()).ToList())
            .Where(run => run >= FlatLine).Sum();
        var outside = readings.Count(reading => reading.OutOfRange);
        double? score = coverage is null ? null
            : readings.Count == 0 ? 0
            : 100 * (coverage ?? 1) * (1 - ((double)outside / readings.Count)) * (1 - ((double)flat / minutes.Count(minute => byMinute[minute].Any()))) * (1 - ((double)conflicts / (readings.Count + conflicts)));
        return
        [
            new(sensor.SensorId), new(Table.Text(start)), new(Table.Text(end)), Number(readings.Count), Number(expected), Number(coverage), Number(duplicates), Number(conflicts),
            Number(readings.Count(reading => reading.Late)), Number(outside), Number(readings.Count(reading => reading.Ahead)), Number(gaps.Count), Number(gaps.Sum()), Number(flat), Number(score),
            new(Table.Text(StoredWorld.IsComplete(end, readings))),
        ];
    }

    private static ExpectedCell Number(double? value) => new(null, value);

    // Lengths of runs of the same text.
    private static IEnumerable<int> Runs(IEnumerable<string?> minutes)
    {
        var (current, length) = ((string?)null, 0);
        foreach (var minute in minutes.Append(null))
        {
            if (minute != current && length > 0)
            {
                if (current is not null)
                    yield return length;
                length = 0;
            }

            (current, length) = (minute, length + 1);
        }
    }

    // Lengths of runs of the same value, counted in minutes with readings; as many empty ones between them as the interval explains don't end a run.
    private static IEnumerable<int> Runs(IEnumerable<string?> values, double explained, List<bool> present)
    {
        var kept = new List<string?>();
        var empty = 0;
        foreach (var (value, isPresent) in values.Zip(present))
        {
            if (!isPresent)
            {
                empty++;
                continue;
            }

            if (empty > explained)
                kept.Add(null);
            kept.Add(value);
            empty = 0;
        }

        return Runs(kept);
    }
}
