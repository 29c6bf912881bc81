using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Faults;

/// <summary>What goes wrong with one sensor, and how. Pure: seed, sensor, rates and instant decide.</summary>
internal sealed class SensorFaults
{
    private const long LeastSkew = 2 * TimeSpan.TicksPerSecond;
    private const long MostSkew = 300 * TimeSpan.TicksPerSecond;
    private readonly FaultPlan _plan;
    private readonly SensorSignal _signal;
    private readonly SensorRange _range;
    private readonly long _interval;
    private readonly ulong _origin;
    private Episodes _flatLine;
    private Episodes _drift;
    private Episodes _clockSkew;
    private Episodes _dropout;
    private Episodes _burstLate;
    private long _stuckSince = -1;
    private double _stuckAt;

    public SensorFaults(Sensor sensor, SensorSignal signal, FaultPlan plan, int seed)
    {
        (_plan, _signal, _range, _interval) = (plan, signal, sensor.Range, sensor.Interval.Ticks);
        _origin = StableHash.Mix(StableHash.Of(sensor.SensorId, seed), 100);
        _flatLine = new(plan.FlatLine, StableHash.Mix(_origin, -1));
        _drift = new(plan.Drift, StableHash.Mix(_origin, -2));
        _clockSkew = new(plan.ClockSkew, StableHash.Mix(_origin, -3));
        _dropout = new(plan.Dropout, StableHash.Mix(_origin, -4));
        _burstLate = new(plan.BurstLate, StableHash.Mix(_origin, -5));
    }

    /// <summary>Whether nothing ever goes wrong.</summary>
    public bool IsClean => _plan.IsClean;

    /// <summary>A random number of a reading's own.</summary>
    public ulong HashOf(long ticks) => StableHash.Mix(_origin, ticks);

    /// <summary>What meets this reading alone.</summary>
    public FaultKind? SingleAt(long ticks) => _plan.Choose(HashOf(ticks));

    public bool IsDropped(long ticks) => _dropout.Cover(ticks);

    public bool IsOffline(long ticks) => _burstLate.Cover(ticks);

    /// <summary>How wrong the sensor's clock is; 0 while it is right. Never puts a reading on another's instant.</summary>
    public long SkewAt(long ticks)
    {
        if (!_clockSkew.Cover(ticks))
            return 0;
        var hash = StableHash.Mix(_clockSkew.Hash, 3);
        var skew = LeastSkew + (long)(StableHash.ToUnit(hash) * (MostSkew - LeastSkew));
        // A third to two thirds of an interval beside the others' instants, in whole microseconds.
        var beside = _interval / 3 + (long)(StableHash.ToUnit(StableHash.Mix(hash, 1)) * (_interval / 3));
        skew = (skew / _interval * _interval) + beside;
        return skew / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond * ((hash & 1) == 0 ? 1 : -1);
    }

    /// <summary>The value that is sent for a true one.</summary>
    /// <param name="ticks">Instant of the value.</param>
    /// <param name="value">What the sensor should have shown.</param>
    /// <param name="single">What meets this reading alone.</param>
    /// <param name="fault">What changed it; null: nothing did.</param>
    public double Distort(long ticks, double value, FaultKind? single, out FaultKind? fault)
    {
        fault = single is FaultKind.OutOfRange or FaultKind.Spike ? single
            : _flatLine.Cover(ticks) ? FaultKind.FlatLine
            : _drift.Cover(ticks) ? FaultKind.Drift : null;
        return fault switch
        {
            FaultKind.OutOfRange => OutOfRange(HashOf(ticks)),
            FaultKind.Spike => Spike(value, HashOf(ticks)),
            FaultKind.FlatLine => StuckAt(_flatLine.Start),
            FaultKind.Drift => _signal.Show(value + Drift(_drift.ShareAt(ticks))),
            _ => value,
        };
    }

    private double Span => _range.Maximum - _range.Minimum;

    private double OutOfRange(ulong hash)
    {
        var beyond = Span * (0.05 + (0.45 * StableHash.ToUnit(StableHash.Mix(hash, 1))));
        return _signal.Quantise((hash & 1) == 0 ? _range.Maximum + beyond : _range.Minimum - beyond);
    }

    // Away from the nearer end, so that it isn't cut off there.
    private double Spike(double value, ulong hash)
    {
        var height = Span * (0.1 + (0.2 * StableHash.ToUnit(StableHash.Mix(hash, 1))));
        return _signal.Show(value > (_range.Minimum + _range.Maximum) / 2 ? value - height : value + height);
    }

    private double Drift(double share) => Span * 0.1 * share * ((_drift.Hash & 1) == 0 ? 1 : -1);

    private double StuckAt(long since)
    {
        if (_stuckSince != since)
            (_stuckSince, _stuckAt) = (since, _signal.ValueAt(since));
        return _stuckAt;
    }
}
