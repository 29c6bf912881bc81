using IotAspire.Api.Features.Readings;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>One row for each series and bucket, one column for each function.</summary>
/// <exception cref="RequestRefusedException">The cursor belongs to another request.</exception>
internal sealed class LongRows(AggregateReader reader, AggregatePlan plan, Grouping grouping, Cursor? after, int? limit) : RowSource<AggregateRow>(limit)
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

    protected override IAsyncEnumerable<AggregateRow> ReadItemsAsync(CancellationToken cancellationToken)
    {
        var (series, from) = _begin;
        var maxRows = Limit + 1;
        if (plan.Fill == GapFill.None)
            return reader.ReadAsync(plan, series, plan.Range with { From = from }, maxRows, cancellationToken);
        // What fills a gap may depend on what was before the page.
        var readFrom = plan.Fill == GapFill.Null ? from : plan.Range.From;
        return reader.ReadAsync(plan, series, plan.Range with { From = readFrom }, maxRows, cancellationToken)
            .FillAsync(plan, series, readFrom, (of, token) => reader.ReadBeforeAsync(plan, of, token), cancellationToken)
            .Where(row => row.Series != series || row.Bucket.Start >= from);
    }

    protected override void Add(RowBuffer rows, AggregateRow item)
    {
        var series = plan.Series[item.Series];
        for (var i = 0; i < grouping.Fields.Count; i++)
            rows.Add(series.Labels[i]);
        rows.Add(item.Bucket.Start);
        rows.Add(item.Bucket.End);
        rows.Add(series.Labels[^1]);
        for (var i = 0; i < item.Values.Length; i++)
            BucketFields.Add(rows, plan.Functions[i], item.Values[i]);
        rows.Add(plan.IsComplete(item.Bucket, item.LastLateAt));
        rows.Add(plan.Coverage(series.ExpectedRate, item.Bucket, item.CountSoFar));
        if (plan.Fill == GapFill.Previous)
            rows.Add(item.FilledFrom);
    }

    protected override Cursor CursorOf(AggregateRow item) => new(plan.Series[item.Series].Key, item.Bucket.Start);

    private static (int Series, DateTime From) Begin(AggregatePlan plan, Cursor? after)
    {
        if (after is null)
            return (0, plan.Range.From);
        var series = plan.Series.ToList().FindIndex(series => series.Key == after.Series);
        if (series < 0 || after.At < plan.Range.From || after.At >= plan.Range.To)
            throw RequestRefusal.Of("cursor", "belongs to another request; use the whole address in \"next\".");
        return (series, plan.Buckets.At(after.At).End);
    }
}

/// <summary>Columns of answers about buckets.</summary>
internal static class BucketFields
{
    public static readonly Field Start = new("bucketStart", ValueKind.Instant, "First instant of the bucket, UTC.");
    public static readonly Field End = new("bucketEnd", ValueKind.Instant, "First instant after the bucket, UTC.");
    public static readonly Field Complete = new("complete", ValueKind.Flag, "true: the bucket is closed and no late readings are arriving; false: it may still change, or some of its raw readings have been dropped. Coverage says how many of the expected readings are stored.");
    public static readonly Field Coverage = new("coverage", ValueKind.Number, "Stored readings divided by those expected up to now, 0 to 1; null if the interval is unknown.", IsNullable: true);
    public static readonly Field FilledFrom = new("filledFrom", ValueKind.Instant, "With fill=previous: first instant of the bucket that the values come from; null if the bucket has readings, or if there is no earlier bucket.", IsNullable: true);

    public static void Add(RowBuffer rows, AggregateFunction function, double value)
    {
        if (function.Field.Kind == ValueKind.Integer)
            rows.Add((long)value);
        else
            rows.Add(value);
    }
}
