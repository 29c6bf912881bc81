using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Faults;

/// <summary>The faults of one sensor. A pure function of seed, sensor, rates and instant.</summary>
internal sealed class SensorFaults
{
    private const long MinSkew = 2 * TimeSpan.TicksPerSecond;
    private const long MaxSkew = 300 * TimeSpan.TicksPerSecond;
    private readonly FaultPlan _plan;
    private readonly Sensor _sensor;
    private readonly ulong _origin;
    private Episodes _flatLine = new();
    private Episodes _drift = new();
    private Episodes _clockSkew = new();
    private Episodes _dropout = new();
    private Episodes _burstLate = new();
    private long _stuckSince = -1;
    private double _stuckAt;

    public SensorFaults(Sensor sensor, FaultPlan plan, int seed)
    {
        (_plan, _sensor) = (plan, sensor);
        _origin = StableHash.Mix(StableHash.Of(sensor.SensorId, seed), 100);
    }

    /// <summary>Whether nothing ever goes wrong.</summary>
    public bool IsClean => _plan.IsClean;

    /// <summary>The random number of a reading.</summary>
    public ulong HashOf(long ticks) => StableHash.Mix(_origin, ticks);

    /// <summary>The fault of this reading alone.</summary>
    public SensorFaultKind? SingleAt(long ticks) => _plan.Choose(HashOf(ticks));

    public bool IsDropped(long ticks) => _dropout.Cover(ticks, _plan.Dropout, _origin);

    public bool IsOffline(long ticks) => _burstLate.Cover(ticks, _plan.BurstLate, _origin);

    /// <summary>The error of the sensor's clock; 0 while it is right. Never moves a reading to the instant of another.</summary>
    public long SkewAt(long ticks)
    {
        if (!_clockSkew.Cover(ticks, _plan.ClockSkew, _origin))
            return 0;
        var interval = _sensor.Interval.Ticks;
        var hash = StableHash.Mix(_clockSkew.HashOf(_plan.ClockSkew, _origin), 3);
        var skew = MinSkew + (long)(StableHash.ToUnit(hash) * (MaxSkew - MinSkew));
        // A third to two thirds of an interval away from the other instants, in whole microseconds.
        var offset = interval / 3 + (long)(StableHash.ToUnit(StableHash.Mix(hash, 1)) * (interval / 3));
        skew = (skew / interval * interval) + offset;
        return skew / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond * ((hash & 1) == 0 ? 1 : -1);
    }

    /// <summary>The value that is sent for a true one, and the fault that changed it, if any.</summary>
    public double Distort(SensorSignal signal, long ticks, double value, SensorFaultKind? single, out SensorFaultKind? fault)
    {
        fault = single is SensorFaultKind.OutOfRange or SensorFaultKind.Spike ? single
            : _flatLine.Cover(ticks, _plan.FlatLine, _origin) ? SensorFaultKind.FlatLine
            : _drift.Cover(ticks, _plan.Drift, _origin) ? SensorFaultKind.Drift : null;
        return fault switch
        {
            SensorFaultKind.OutOfRange => signal.Quantise(OutOfRange(HashOf(ticks))),
            SensorFaultKind.Spike => signal.Show(Spike(value, HashOf(ticks))),
            SensorFaultKind.FlatLine => StuckAt(signal, _flatLine.Start),
            SensorFaultKind.Drift => signal.Show(value + Drift(_drift.ShareAt(ticks))),
            _ => value,
        };
    }

    private double Span => _sensor.Range.Maximum - _sensor.Range.Minimum;

    private double OutOfRange(ulong hash)
    {
        var beyond = Span * (0.05 + (0.45 * StableHash.ToUnit(StableHash.Mix(hash, 1))));
        return (hash & 1) == 0 ? _sensor.Range.Maximum + beyond : _sensor.Range.Minimum - beyond;
    }

    // Away from the nearer end of the range, so that it isn't cut off.
    private double Spike(double value, ulong hash)
    {
        var height = Span * (0.1 + (0.2 * StableHash.ToUnit(StableHash.Mix(hash, 1))));
        return value > (_sensor.Range.Minimum + _sensor.Range.Maximum) / 2 ? value - height : value + height;
    }

    private double Drift(double share) => Span * 0.1 * share * ((_drift.HashOf(_plan.Drift, _origin) & 1) == 0 ? 1 : -1);

    private double StuckAt(SensorSignal signal, long since)
    {
        if (_stuckSince != since)
            (_stuckSince, _stuckAt) = (since, signal.ValueAt(since));
        return _stuckAt;
    }
}
