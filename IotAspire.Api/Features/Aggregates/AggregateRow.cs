using IotAspire.Api.Times;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>A row of the answer.</summary>
/// <param name="Series">Its place in the request.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Count">Readings; 0 for a bucket without.</param>
/// <param name="Values">Of the functions; not a number where there is none.</param>
/// <param name="CountSoFar">Readings that weren't measured in the future, on which coverage is based.</param>
/// <param name="LastLateAt">When the hub took the newest of the readings that was late for its minute; the lowest instant where none was.</param>
/// <param name="FilledFrom">First instant of the bucket that the values were taken from; null where they are the bucket's own.</param>
internal readonly record struct AggregateRow(int Series, Bucket Bucket, long Count, double[] Values, long CountSoFar = 0, DateTime LastLateAt = default, DateTime? FilledFrom = null);

/// <summary>A bucket whose parts come one after the other.</summary>
internal sealed class BucketBuilder(AggregatePlan plan)
{
    private readonly List<double> _values = [];
    private RollupPart _all;
    private long _inFuture;

    public Bucket Bucket { get; set; }

    public long Count => _all.Count;

    public void Add(in RollupPart part)
    {
        _all.Add(part);
        _inFuture += plan.CountInFuture(part);
        if (plan.NeedsValues)
            _values.Add(part.Sum);
    }

    /// <summary>The bucket's row; what comes next is another bucket's.</summary>
    public AggregateRow End(int series)
    {
        _values.Sort();
        var values = new double[plan.Functions.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = plan.Functions[i].Of(_all, _values);
        var row = new AggregateRow(series, Bucket, Count, values, Count - _inFuture, _all.LastLateAt);
        (_all, _inFuture) = (default, 0);
        _values.Clear();
        return row;
    }
}
