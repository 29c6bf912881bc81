using System.Runtime.CompilerServices;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Puts a row for each bucket without readings between those that hold some.</summary>
internal static class GapFilling
{
    /// <param name="rows">Of buckets that hold readings, by series and time.</param>
    /// <param name="plan">What to read.</param>
    /// <param name="firstSeries">Where the rows begin.</param>
    /// <param name="firstFrom">The first instant of that series.</param>
    /// <param name="before">The last bucket with readings before the range of a series; asked where values of it are needed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<AggregateRow> FillAsync(
        this IAsyncEnumerable<AggregateRow> rows,
        AggregatePlan plan,
        int firstSeries,
        DateTime firstFrom,
        Func<int, CancellationToken, Task<AggregateRow?>> before,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var series = firstSeries;
        var position = firstFrom;
        AggregateRow? last = null;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            while (series < row.Series)
            {
                last ??= await FirstAsync(position);
                foreach (var filler in Fill(plan, series, position, plan.Range.To, last, null))
                    yield return filler;
                (series, position, last) = (series + 1, plan.Range.From, null);
            }

            if (position < row.Bucket.Start)
                last ??= await FirstAsync(position);
            foreach (var filler in Fill(plan, series, position, row.Bucket.Start, last, row))
                yield return filler;
            yield return row;
            (position, last) = (row.Bucket.End, row);
        }

        while (series < plan.Series.Count)
        {
            last ??= await FirstAsync(position);
            foreach (var filler in Fill(plan, series, position, plan.Range.To, last, null))
                yield return filler;
            (series, position, last) = (series + 1, plan.Range.From, null);
        }

        Task<AggregateRow?> FirstAsync(DateTime from) => plan.Fill == GapFill.Previous && from < plan.Range.To
            ? before(series, cancellationToken)
            : Task.FromResult<AggregateRow?>(null);
    }

    private static IEnumerable<AggregateRow> Fill(AggregatePlan plan, int series, DateTime from, DateTime to, AggregateRow? last, AggregateRow? next)
    {
        for (var at = from; at < to;)
        {
            var bucket = plan.Buckets.At(at);
            yield return new(series, bucket, 0, Values(plan, bucket, last, next), FilledFrom: plan.Fill == GapFill.Previous ? last?.Bucket.Start : null);
            at = bucket.End;
        }
    }

    private static double[] Values(AggregatePlan plan, Bucket bucket, AggregateRow? last, AggregateRow? next)
    {
        var values = new double[plan.Functions.Count];
        for (var i = 0; i < values.Length; i++)
        {
            // It has no readings, whatever stands for them.
            values[i] = plan.Functions[i].IsCount ? 0 : plan.Fill switch
            {
                GapFill.Previous when last is { } before => before.Values[i],
                GapFill.Linear when last is { } before && next is { } behind => Interpolate(bucket, before, behind, i),
                _ => double.NaN,
            };
        }

        return values;
    }

    private static double Interpolate(Bucket bucket, AggregateRow before, AggregateRow behind, int function)
    {
        var part = (bucket.Start - before.Bucket.Start) / (behind.Bucket.Start - before.Bucket.Start);
        return before.Values[function] + ((behind.Values[function] - before.Values[function]) * part);
    }
}

/// <summary>What stands for a bucket without readings.</summary>
internal enum GapFill
{
    /// <summary>No row.</summary>
    None,

    /// <summary>A row without values.</summary>
    Null,

    /// <summary>The values of the bucket before; none before the first.</summary>
    Previous,

    /// <summary>Values on the line between the buckets before and behind; none outside.</summary>
    Linear,
}
