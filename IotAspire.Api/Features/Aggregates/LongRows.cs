using IotAspire.Api.Features.Readings;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>One row for each series and bucket, one column for each function.</summary>
/// <exception cref="RequestRefusedException">The cursor belongs to another request.</exception>
internal sealed class LongRows(AggregateReader reader, AggregatePlan plan, Grouping grouping, Cursor? after, int? limit) : RowSource
{
    private readonly (int Series, DateTime From) _begin = Begin(plan, after);

    public override IReadOnlyList<Field> Fields { get; } = Describe(grouping, plan.Functions, plan.Fill);

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
        await reader.VersionAsync(plan, cancellationToken) is { } version ? $"{ListAggregatesRequest.Long} {grouping.Name} {after} {version}" : null;

    public override async Task ProduceAsync(RowSink rows, CancellationToken cancellationToken)
    {
        var written = 0;
        AggregateRow last = default;
        await foreach (var row in RowsAsync(cancellationToken))
        {
            if (written == limit)
            {
                Next = new Cursor(plan.Series[last.Series].Key, last.Bucket.Start).ToString();
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
        var maxRows = limit + 1;
        if (plan.Fill == GapFill.None)
            return reader.ReadAsync(plan, series, plan.Range with { From = from }, maxRows, cancellationToken);
        // What fills a gap may depend on what was before the page.
        var readFrom = plan.Fill == GapFill.Null ? from : plan.Range.From;
        return reader.ReadAsync(plan, series, plan.Range with { From = readFrom }, maxRows, cancellationToken)
            .FillAsync(plan, series, readFrom, (of, token) => reader.ReadBeforeAsync(plan, of, token), cancellationToken)
            .Where(row => row.Series != series || row.Bucket.Start >= from);
    }

    private static (int Series, DateTime From) Begin(AggregatePlan plan, Cursor? after)
    {
        if (after is null)
            return (0, plan.Range.From);
        var series = plan.Series.ToList().FindIndex(series => series.Key == after.Series);
        if (series < 0 || after.At < plan.Range.From || after.At >= plan.Range.To)
            throw RequestRefusal.Of("cursor", "belongs to another request; take it, with the rest of the address, from \"next\".");
        return (series, plan.Buckets.At(after.At).End);
    }

    private void Add(RowSink rows, AggregateRow row)
    {
        var series = plan.Series[row.Series];
        for (var i = 0; i < grouping.Fields.Count; i++)
            rows.Add(series.Labels[i]);
        rows.Add(row.Bucket.Start);
        rows.Add(row.Bucket.End);
        rows.Add(series.Labels[^1]);
        for (var i = 0; i < row.Values.Length; i++)
            BucketFields.Add(rows, plan.Functions[i], row.Values[i]);
        rows.Add(plan.IsComplete(row.Bucket, row.LastLateAt));
        rows.Add(plan.Coverage(series.ExpectedRate, row.Bucket, row.Come));
        if (plan.Fill == GapFill.Previous)
            rows.Add(row.FilledFrom);
    }
}
