namespace IotAspire.Tests.Api.Answers;

/// <summary>Expected aggregates as a table of the long shape.</summary>
internal static class ExpectedLong
{
    public static (IReadOnlyList<string> Columns, List<ExpectedCell[]> Rows) Of(AskedAggregates asked, List<ExpectedAggregates.Row> rows)
    {
        string[] labels = asked.GroupBy switch { "sensor" => ["sensorId"], "type" => ["type"], _ => ["place", "type"] };
        return (
            [.. labels, "bucketStart", "bucketEnd", "unit", .. asked.Functions, "complete", "coverage", .. asked.Fill == "previous" ? (string[])["filledFrom"] : []],
            rows.ConvertAll(row => (ExpectedCell[])
            [
                .. row.Series.SkipLast(1).Select(label => new ExpectedCell(label)),
                new(Table.Text(row.Start)), new(Table.Text(row.End)), new(row.Series[^1]),
                .. row.Values.Select(value => new ExpectedCell(null, value)),
                new(Table.Text(row.Complete)), new(null, row.Coverage),
                .. asked.Fill == "previous" ? (ExpectedCell[])[new(row.FilledFrom is { } from ? Table.Text(from) : null)] : [],
            ]));
    }
}

/// <summary>Expected aggregates as a pivot table: a row for each bucket that any series has.</summary>
internal static class ExpectedWide
{
    public static (IReadOnlyList<string> Columns, List<ExpectedCell[]> Rows) Of(AskedAggregates asked, List<ExpectedAggregates.Row> rows)
    {
        var series = ExpectedAggregates.SeriesOf(asked).Select(one => one.Labels).ToList();
        var columns = series.SelectMany(labels => asked.Functions.Select(function => asked.Functions.Count == 1 ? Name(asked, labels) : $"{Name(asked, labels)} {function}"));
        var cells = rows.GroupBy(row => row.Start).OrderBy(bucket => bucket.Key).Select(bucket => (ExpectedCell[])
        [
            new(Table.Text(bucket.Key)),
            new(Table.Text(bucket.First().End)),
            .. series.SelectMany(labels => Values(asked, bucket.FirstOrDefault(row => row.Series.SequenceEqual(labels)))),
            new(Table.Text(bucket.All(row => row.Complete))),
            new(null, ExpectedAggregates.Coverage([.. asked.Range.Sensors.All], bucket.First().End - bucket.Key, bucket.Sum(row => row.Count))),
        ]);
        return (["bucketStart", "bucketEnd", .. columns, "complete", "coverage"], [.. cells]);
    }

    private static string Name(AskedAggregates asked, IReadOnlyList<string?> labels) =>
        asked.GroupBy == "sensor" ? labels[0]! : string.Join(' ', labels.Select(label => label ?? "-"));

    private static IEnumerable<ExpectedCell> Values(AskedAggregates asked, ExpectedAggregates.Row? row) => row is null
        ? asked.Functions.Select(function => new ExpectedCell(null, function == "count" ? 0 : null))
        : row.Values.Select(value => new ExpectedCell(null, value));
}
