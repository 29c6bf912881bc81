namespace IotAspire.Tests.Api.Answers;

/// <summary>The answer by brute force over the raw readings.</summary>
internal static class ExpectedAggregates
{
    /// <summary>A row of the long shape.</summary>
    /// <param name="Series">Its labels.</param>
    /// <param name="Start">Of the bucket.</param>
    /// <param name="End">Of the bucket.</param>
    /// <param name="Values">Of the functions; null where there is none.</param>
    /// <param name="Complete">Whether nothing more can come in time.</param>
    /// <param name="Coverage">Part of the expected readings.</param>
    /// <param name="Count">Readings.</param>
    /// <param name="FilledFrom">Where the values of a bucket before were taken from.</param>
    public sealed record Row(
        IReadOnlyList<string?> Series, DateTime Start, DateTime End, double?[] Values, bool Complete, double? Coverage, int Count, DateTime? FilledFrom);

    /// <summary>By series and time.</summary>
    public static List<Row> Of(StoredWorld world, AskedAggregates asked, string bucketName)
    {
        var rows = new List<Row>();
        var cut = new LocalBuckets(bucketName, asked.Range.Zone);
        var buckets = cut.Of(asked.Range.From, asked.Range.To, asked.Edges).ToList();
        if (buckets.Count == 0)
            return rows;
        foreach (var (labels, sensors) in SeriesOf(asked))
        {
            var all = world.Readings.Where(reading => sensors.Contains(reading.Sensor) && asked.Accepts(reading)).ToList();
            var readings = all.Where(reading => reading.MeasuredAt >= buckets[0].Start && reading.MeasuredAt < buckets[^1].End).ToLookup(reading => cut.At(reading.MeasuredAt).Start);
            var earlier = all.Where(reading => reading.MeasuredAt < buckets[0].Start).ToList();
            var last = earlier.Count == 0 ? default : cut.At(earlier.Max(reading => reading.MeasuredAt));
            var before = earlier.Where(reading => reading.MeasuredAt >= last.Start).ToList();
            rows.AddRange(Filled(asked, buckets, readings, last.Start, before).Select(bucket => new Row(
                labels,
                bucket.Start,
                bucket.End,
                bucket.Values,
                StoredWorld.IsComplete(bucket.End, readings[bucket.Start]),
                Coverage(sensors, bucket.End - bucket.Start, readings[bucket.Start].Count()),
                readings[bucket.Start].Count(),
                bucket.FilledFrom)));
        }

        return rows;
    }

    /// <summary>Labels end with the unit.</summary>
    public static IEnumerable<(IReadOnlyList<string?> Labels, List<KnownSensor> Sensors)> SeriesOf(AskedAggregates asked) => asked.GroupBy == "sensor"
        ? asked.Range.Sensors.All.Select(sensor => ((IReadOnlyList<string?>)[sensor.SensorId, sensor.Unit], new List<KnownSensor> { sensor }))
        : asked.Range.Sensors.All
            .GroupBy(sensor => (Place: asked.GroupBy == "place" ? sensor.Place : null, sensor.Type, sensor.Unit))
            .Select(group => ((IReadOnlyList<string?>)(asked.GroupBy == "place" ? [group.Key.Place, group.Key.Type, group.Key.Unit] : [group.Key.Type, group.Key.Unit]), group.ToList()))
            .OrderBy(series => string.Join(' ', series.Item1.Select(label => label ?? "-")), StringComparer.Ordinal);

    private static IEnumerable<(DateTime Start, DateTime End, double?[] Values, DateTime? FilledFrom)> Filled(
        AskedAggregates asked, List<(DateTime Start, DateTime End)> buckets, ILookup<DateTime, KnownReading> readings, DateTime earlierStart, List<KnownReading> earlier)
    {
        var known = buckets.Where(bucket => readings[bucket.Start].Any())
            .Select(bucket => (bucket.Start, bucket.End, Values: Values(asked, readings[bucket.Start]), FilledFrom: (DateTime?)null))
            .ToList();
        if (asked.Fill == "none")
            return known;
        var byStart = known.ToDictionary(bucket => bucket.Start);
        return buckets.Select(bucket =>
        {
            if (byStart.TryGetValue(bucket.Start, out var present))
                return present;
            var before = known.Where(other => other.Start < bucket.Start).Select(other => ((DateTime Start, double?[])?)(other.Start, other.Values)).LastOrDefault();
            if (asked.Fill == "previous" && before is null && earlier.Count > 0)
                before = (earlierStart, Values(asked, earlier));
            var behind = known.Where(other => other.Start > bucket.Start).Select(other => ((DateTime, double?[])?)(other.Start, other.Values)).FirstOrDefault();
            return (bucket.Start, bucket.End, asked.Functions.Select((function, i) => function == "count" ? 0 : Between(asked.Fill, bucket.Start, before, behind, i)).ToArray(), asked.Fill == "previous" ? before?.Start : null);
        });
    }

    private static double?[] Values(AskedAggregates asked, IEnumerable<KnownReading> readings) => [.. asked.Functions.Select(function => (double?)Value(function, [.. readings]))];

    private static double? Between(string fill, DateTime at, (DateTime Start, double?[] Values)? before, (DateTime Start, double?[] Values)? behind, int function)
    {
        if (before is null || fill == "null")
            return null;
        if (fill == "previous")
            return before.Value.Values[function];
        if (behind is null)
            return null;
        var (left, right) = (before.Value.Values[function]!.Value, behind.Value.Values[function]!.Value);
        return left + ((right - left) * ((at - before.Value.Start) / (behind.Value.Start - before.Value.Start)));
    }

    private static double Value(string function, IReadOnlyList<KnownReading> readings)
    {
        var values = readings.Select(reading => reading.Value).ToList();
        return function switch
        {
            "count" => values.Count,
            "avg" => values.Average(),
            "min" => values.Min(),
            "max" => values.Max(),
            "sum" => values.Sum(),
            "stddev" => Math.Sqrt(values.Average(value => (value - values.Average()) * (value - values.Average()))),
            "first" => readings.MinBy(reading => reading.MeasuredAt)!.Value,
            "last" => readings.MaxBy(reading => reading.MeasuredAt)!.Value,
            _ => Percentile(values, double.Parse(function[1..], System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    // Definition 7 of Hyndman and Fan (1996).
    private static double Percentile(List<double> values, double percent)
    {
        values.Sort();
        var h = (values.Count - 1) * percent / 100;
        var (low, high) = ((int)Math.Floor(h), (int)Math.Ceiling(h));
        return values[low] + ((h - low) * (values[high] - values[low]));
    }

    public static double? Coverage(List<KnownSensor> sensors, TimeSpan length, int count) => sensors.Exists(sensor => sensor.IntervalMs is null)
        ? null
        : Math.Min(1, count / sensors.Sum(sensor => length.TotalMilliseconds / sensor.IntervalMs!.Value));
}
