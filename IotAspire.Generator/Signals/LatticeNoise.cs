namespace IotAspire.Generator.Signals;

/// <summary>
/// Autocorrelated noise of mean 0 and variance 1: random values at multiples of a step, smoothly joined. Values less than a step
/// apart resemble each other, values more than two steps apart are independent. Pure; remembers only what it would compute again.
/// </summary>
internal struct LatticeNoise(ulong origin)
{
    // The mean of (1−s)² + s² over a step, with s as DailyCycle.Smooth: joining takes so much of the variance away.
    private const double JoinedVariance = 26.0 / 35;
    private static readonly double ToVariance1 = 1 / Math.Sqrt(JoinedVariance);
    private long _start = long.MinValue;
    // Half the precision is enough for noise, and fleets have many.
    private float _before;
    private float _after;

    /// <param name="ticks">UTC.</param>
    /// <param name="step">The same every time.</param>
    public double ValueAt(long ticks, LatticeStep step)
    {
        var since = ticks - _start;
        if ((ulong)since >= (ulong)step.Ticks)
            since = MoveTo(ticks, step.Ticks);
        return _before + ((_after - _before) * DailyCycle.Smooth(since * step.Share));
    }

    private long MoveTo(long ticks, long step)
    {
        var cell = ticks / step;
        _before = cell * step == _start + step ? _after : At(cell);
        _after = At(cell + 1);
        _start = cell * step;
        return ticks - _start;
    }

    private readonly float At(long cell) => (float)(ToVariance1 * StableHash.ToNormal(StableHash.Mix(origin, cell)));
}

/// <summary>A step of <see cref="LatticeNoise"/>; not kept by each, because fleets have many.</summary>
internal sealed class LatticeStep(TimeSpan step)
{
    public readonly long Ticks = step.Ticks;
    public readonly double Share = 1.0 / step.Ticks;
}
