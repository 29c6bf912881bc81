using IotAspire.Storage.Queries;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>A bucket whose parts come one after the other.</summary>
internal sealed class BucketInMaking(AggregatePlan plan)
{
    private readonly List<double> _values = [];
    private RollupPart _all;
    private long _toCome;

    public Bucket Bucket { get; set; }

    public long Count => _all.Count;

    public void Add(in RollupPart part)
    {
        _all.Add(part);
        _toCome += plan.CountToCome(part);
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
        var row = new AggregateRow(series, Bucket, Count, values, Count - _toCome, _all.LastLateAt);
        (_all, _toCome) = (default, 0);
        _values.Clear();
        return row;
    }
}
