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
    public sealed record Row(IReadOnlyList<string?> Series, DateTime Start, DateTime End, double?[] Values, bool Complete, double? Coverage);

    /// <summary>By series and time.</summary>
    public static List<Row> Of(StoredWorld world, AskedAggregates asked, string bucketName)
    {
        var rows = new List<Row>();
        var cut = new LocalBuckets(bucketName, asked.Range.Zone);
        var buckets = cut.Of(asked.Range.From, asked.Range.To).ToList();
        foreach (var (labels, sensors) in SeriesOf(asked))
        {
            var readings = world.Readings
                .Where(reading => sensors.Contains(reading.Sensor) && reading.MeasuredAt >= buckets[0].Start && reading.MeasuredAt < buckets[^1].End)
                .ToLookup(reading => cut.At(reading.MeasuredAt).Start);
            rows.AddRange(Filled(asked, buckets, readings).Select(bucket => new Row(
                labels,
                bucket.Start,
                bucket.End,
                bucket.Values,
                bucket.End <= StoredWorld.CaughtUpAt - StoredWorld.AllowedLateness,
                Coverage(sensors, bucket.End - bucket.Start, readings[bucket.Start].Count()))));
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

    private static IEnumerable<(DateTime Start, DateTime End, double?[] Values)> Filled(
        AskedAggregates asked, List<(DateTime Start, DateTime End)> buckets, ILookup<DateTime, KnownReading> readings)
    {
        var known = buckets.Where(bucket => readings[bucket.Start].Any())
            .Select(bucket => (bucket.Start, bucket.End, Values: asked.Functions.Select(function => (double?)Value(function, [.. readings[bucket.Start]])).ToArray()))
            .ToList();
        if (asked.Fill == "none")
            return known;
        var byStart = known.ToDictionary(bucket => bucket.Start);
        return buckets.Select(bucket =>
        {
            if (byStart.TryGetValue(bucket.Start, out var present))
                return present;
            var before = known.Where(other => other.Start < bucket.Start).Select(other => ((DateTime, double?[])?)(other.Start, other.Values)).LastOrDefault();
            var behind = known.Where(other => other.Start > bucket.Start).Select(other => ((DateTime, double?[])?)(other.Start, other.Values)).FirstOrDefault();
            return (bucket.Start, bucket.End, asked.Functions.Select((function, i) => function == "count" ? 0 : Between(asked.Fill, bucket.Start, before, behind, i)).ToArray());
        });
    }

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

    private static double? Coverage(List<KnownSensor> sensors, TimeSpan length, int count) => sensors.Exists(sensor => sensor.IntervalMs is null)
        ? null
        : Math.Min(1, count / sensors.Sum(sensor => length.TotalMilliseconds / sensor.IntervalMs!.Value));
}
