using IotAspire.Api.Features.Readings;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>One row for each series and bucket, one column for each function.</summary>
/// <exception cref="QuestionRefusedException">The cursor belongs to another question.</exception>
internal sealed class LongRows(AggregateReader reader, AggregateQuestion question, Grouping grouping, Cursor? after, int? limit) : RowSource
{
    private readonly (int Series, DateTime From) _begin = Begin(question, after);

    public override IReadOnlyList<Field> Fields { get; } = Describe(grouping, question.Functions, question.Fill);

    public static IReadOnlyList<Field> Describe(Grouping grouping, IReadOnlyList<AggregateFunction> functions, GapFill fill) =>
    [
        .. grouping.Fields,
        BucketFields.Start,
        BucketFields.End,
        ReadingFields.Unit,
        .. functions.Select(function => function.Field),
        BucketFields.Complete,
        BucketFields.Coverage,
        .. fill == GapFill.Previous ? [BucketFields.FilledFrom] : Array.Empty<Field>(),
    ];

    public override async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        await reader.VersionAsync(question, cancellationToken) is { } version ? $"{Request.Long} {grouping.Name} {after} {version}" : null;

    public override async Task ProduceAsync(RowSink rows, CancellationToken cancellationToken)
    {
        var written = 0;
        AggregateRow last = default;
        await foreach (var row in RowsAsync(cancellationToken))
        {
            if (written == limit)
            {
                Next = new Cursor(question.Series[last.Series].Key, last.Bucket.Start).ToString();
                return;
            }

            Add(rows, row);
            await rows.EndRowAsync(cancellationToken);
            last = row;
            written++;
        }
    }

    private IAsyncEnumerable<AggregateRow> RowsAsync(CancellationToken cancellationToken)
    {
        var (series, from) = _begin;
        var mostRows = limit + 1;
        if (question.Fill == GapFill.None)
            return reader.ReadAsync(question, series, question.Range with { From = from }, mostRows, cancellationToken);
        // What fills a gap may depend on what was before the page.
        var readFrom = question.Fill == GapFill.Null ? from : question.Range.From;
        return reader.ReadAsync(question, series, question.Range with { From = readFrom }, mostRows, cancellationToken)
            .FillAsync(question, series, readFrom, (of, token) => reader.ReadBeforeAsync(question, of, token), cancellationToken)
            .Where(row => row.Series != series || row.Bucket.Start >= from);
    }

    private static (int Series, DateTime From) Begin(AggregateQuestion question, Cursor? after)
    {
        if (after is null)
            return (0, question.Range.From);
        var series = question.Series.ToList().FindIndex(series => series.Key == after.Series);
        if (series < 0 || after.At < question.Range.From || after.At >= question.Range.To)
            throw Question.Refuse("cursor", "belongs to another question; take it, with the rest of the address, from \"next\".");
        return (series, question.Buckets.At(after.At).End);
    }

    private void Add(RowSink rows, AggregateRow row)
    {
        var series = question.Series[row.Series];
        for (var i = 0; i < grouping.Fields.Count; i++)
            rows.Add(series.Labels[i]);
        rows.Add(row.Bucket.Start);
        rows.Add(row.Bucket.End);
        rows.Add(series.Labels[^1]);
        for (var i = 0; i < row.Values.Length; i++)
            BucketFields.Add(rows, question.Functions[i], row.Values[i]);
        rows.Add(question.IsComplete(row.Bucket, row.LastLateAt));
        rows.Add(question.Coverage(series.ExpectedRate, row.Bucket, row.Come));
        if (question.Fill == GapFill.Previous)
            rows.Add(row.FilledFrom);
    }
}
