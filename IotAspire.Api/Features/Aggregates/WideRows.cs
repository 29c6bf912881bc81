using System.Runtime.CompilerServices;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>
/// One row for each bucket, one column for each series and function, as a pivot table has it. It is made whole in memory, since its
/// first row holds the first bucket of the last series.
/// </summary>
internal sealed class WideRows(AggregateReader reader, AggregatePlan plan, Cursor? after, int? limit) : RowSource<WideRows.Row>(limit)
{
    private static readonly Field[] AtTheEnd =
    [
        BucketFields.Complete,
        BucketFields.Coverage with { Meaning = "Stored readings of all series divided by those expected up to now, 0 to 1; null if an interval is unknown." },
    ];

    private readonly double _expectedRate = plan.Series.Sum(series => series.ExpectedRate);

    public override IReadOnlyList<Field> Fields { get; } = Describe(SeriesFields(plan));

    /// <param name="series">Columns of series and functions.</param>
    public static IReadOnlyList<Field> Describe(IEnumerable<Field> series) => [BucketFields.Start, BucketFields.End, .. series, .. AtTheEnd];

    public override async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        await reader.VersionAsync(plan, cancellationToken) is { } version ? $"{ListAggregatesRequest.Wide} {after} {version}" : null;

    protected override async IAsyncEnumerable<Row> ReadItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in (await ReadAllAsync(cancellationToken)).Values.Where(row => after is null || row.Bucket.Start > after.At))
            yield return row;
    }

    protected override void Add(RowBuffer rows, Row item)
    {
        rows.Add(item.Bucket.Start);
        rows.Add(item.Bucket.End);
        for (var i = 0; i < item.Cells.Length; i++)
            BucketFields.Add(rows, plan.Functions[i % plan.Functions.Count], item.Cells[i]);
        rows.Add(plan.IsComplete(item.Bucket, item.LastLateAt));
        rows.Add(plan.Coverage(_expectedRate, item.Bucket, item.CountSoFar));
    }

    protected override Cursor CursorOf(Row item) => new("", item.Bucket.Start);

    private static IEnumerable<Field> SeriesFields(AggregatePlan plan) => plan.Series.SelectMany(series => plan.Functions.Select(function => function.Field with
    {
        // A sensor may be called as a column at the end is.
        Name = plan.Functions.Count == 1 && !AtTheEnd.Any(field => field.Name == series.Key) ? series.Key : $"{series.Key} {function.Field.Name}",
        Unit = function.IsCount ? null : series.Labels[^1],
        IsNullable = !function.IsCount,
    }));

    private async Task<SortedDictionary<DateTime, Row>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var table = new SortedDictionary<DateTime, Row>();
        var functions = plan.Functions.Count;
        var rows = reader.ReadAsync(plan, 0, plan.Range, null, cancellationToken);
        if (plan.Fill != GapFill.None)
            rows = rows.FillAsync(plan, 0, plan.Range.From, (series, token) => reader.ReadBeforeAsync(plan, series, token), cancellationToken);
        await foreach (var row in rows)
        {
            if (!table.TryGetValue(row.Bucket.Start, out var bucket))
                table.Add(row.Bucket.Start, bucket = new(row.Bucket, Empty()));
            row.Values.CopyTo(bucket.Cells, row.Series * functions);
            bucket.CountSoFar += row.CountSoFar;
            if (row.LastLateAt > bucket.LastLateAt)
                bucket.LastLateAt = row.LastLateAt;
        }

        return table;
    }

    private double[] Empty()
    {
        var cells = new double[plan.Series.Count * plan.Functions.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = plan.Functions[i % plan.Functions.Count].IsCount ? 0 : double.NaN;
        return cells;
    }

    internal sealed class Row(Bucket bucket, double[] cells)
    {
        public Bucket Bucket => bucket;

        public double[] Cells => cells;

        /// <summary>Readings of all series whose time has come.</summary>
        public long CountSoFar { get; set; }

        public DateTime LastLateAt { get; set; }
    }
}
