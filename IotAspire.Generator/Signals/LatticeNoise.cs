namespace IotAspire.Generator.Signals;

/// <summary>
/// Autocorrelated noise of mean 0 and variance 1: random values at multiples of a step, smoothly joined. Values less than a step
/// apart resemble each other, values more than two steps apart are independent. Pure; remembers only what it would compute again.
/// </summary>
internal struct LatticeNoise(ulong origin, long step)
{
    // The mean of (1−s)² + s² over a step, with s as DailyCycle.Smooth: joining takes so much of the variance away.
    private const double JoinedVariance = 26.0 / 35;
    private static readonly double ToVariance1 = 1 / Math.Sqrt(JoinedVariance);
    private readonly double _share = 1.0 / step;
    private long _start = long.MinValue;
    private double _before;
    private double _after;

    public double ValueAt(long ticks)
    {
        var since = ticks - _start;
        if ((ulong)since >= (ulong)step)
            since = MoveTo(ticks);
        return _before + ((_after - _before) * DailyCycle.Smooth(since * _share));
    }

    private long MoveTo(long ticks)
    {
        var cell = ticks / step;
        _before = cell * step == _start + step ? _after : At(cell);
        _after = At(cell + 1);
        _start = cell * step;
        return ticks - _start;
    }

    private readonly double At(long cell) => ToVariance1 * StableHash.ToNormal(StableHash.Mix(origin, cell));
}
