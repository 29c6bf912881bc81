using IotAspire.Api.Features.Aggregates.List;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>
/// One row for each bucket, one column for each series and function, as a pivot table has it. It is made whole in memory, since its
/// first row holds the first bucket of the last series.
/// </summary>
internal sealed class WideRows(AggregateReader reader, AggregateQuestion question, Cursor? after, int? limit) : RowSource
{
    public override IReadOnlyList<Field> Fields { get; } = Describe(SeriesFields(question));

    /// <param name="series">Columns of series and functions.</param>
    public static IReadOnlyList<Field> Describe(IEnumerable<Field> series) => [BucketFields.Start, BucketFields.End, .. series, BucketFields.Complete];

    public override async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        $"{Request.Wide} {after} {await reader.VersionAsync(question, cancellationToken)}";

    public override async Task ProduceAsync(RowSink rows, CancellationToken cancellationToken)
    {
        var functions = question.Functions.Count;
        var table = await ReadAsync(cancellationToken);
        var written = 0;
        var last = default(DateTime);
        foreach (var (start, cells) in table.Where(row => after is null || row.Key > after.At))
        {
            if (written == limit)
            {
                Next = new Cursor("", last).ToString();
                return;
            }

            var bucket = question.Buckets.At(start);
            rows.Add(bucket.Start);
            rows.Add(bucket.End);
            for (var i = 0; i < cells.Length; i++)
                BucketFields.Add(rows, question.Functions[i % functions], cells[i]);
            rows.Add(question.IsComplete(bucket));
            await rows.EndRowAsync(cancellationToken);
            last = start;
            written++;
        }
    }

    private static IEnumerable<Field> SeriesFields(AggregateQuestion question) => question.Series.SelectMany(series => question.Functions.Select(function => function.Field with
    {
        // A sensor may be called as the column at the end is.
        Name = question.Functions.Count == 1 && series.Key != BucketFields.Complete.Name ? series.Key : $"{series.Key} {function.Field.Name}",
        Unit = function.IsCount ? null : series.Labels[^1],
        IsNullable = !function.IsCount,
    }));

    private async Task<SortedDictionary<DateTime, double[]>> ReadAsync(CancellationToken cancellationToken)
    {
        var table = new SortedDictionary<DateTime, double[]>();
        var functions = question.Functions.Count;
        var rows = reader.ReadAsync(question, 0, question.Range, null, cancellationToken);
        if (question.Fill != GapFill.None)
            rows = rows.FillAsync(question, 0, question.Range.From, cancellationToken);
        await foreach (var row in rows)
        {
            if (!table.TryGetValue(row.Bucket.Start, out var cells))
                table.Add(row.Bucket.Start, cells = Empty());
            row.Values.CopyTo(cells, row.Series * functions);
        }

        return table;
    }

    private double[] Empty()
    {
        var cells = new double[question.Series.Count * question.Functions.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = question.Functions[i % question.Functions.Count].IsCount ? 0 : double.NaN;
        return cells;
    }
}
