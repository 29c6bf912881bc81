namespace IotAspire.Generator.Signals;

/// <summary>
/// What near sensors have in common: noise over place and time, smooth in both, of mean 0 and variance 1. Sensors in the same cell of the
/// floor share its corners, so nearer sensors have more similar values. Pure.
/// </summary>
/// <param name="origin">Of the seed and the type: each quantity has its own weather.</param>
/// <param name="x">Place, in cells of the floor.</param>
/// <param name="y">Place, in cells of the floor.</param>
internal struct WeatherField(ulong origin, double x, double y)
{
    private static readonly long Step = TimeSpan.FromMinutes(90).Ticks;
    private long _cell = -1;
    private double _before;
    private double _after;

    public double ValueAt(long ticks)
    {
        var cell = ticks / Step;
        if (cell != _cell)
        {
            _before = cell == _cell + 1 ? _after : At(cell);
            _after = At(cell + 1);
            _cell = cell;
        }

        return _before + ((_after - _before) * DailyCycle.Smooth((ticks - (cell * Step)) / (double)Step));
    }

    // In the middle of a cell four corners are averaged, on a corner none, so what is left of the variance differs.
    private readonly double At(long cell)
    {
        var (column, row) = ((long)Math.Floor(x), (long)Math.Floor(y));
        var (across, along) = (DailyCycle.Smooth(x - column), DailyCycle.Smooth(y - row));
        var here = Join(Corner(cell, column, row), Corner(cell, column + 1, row), across);
        var there = Join(Corner(cell, column, row + 1), Corner(cell, column + 1, row + 1), across);
        return Join(here, there, along) / Math.Sqrt(Joined(across) * Joined(along) * (26.0 / 35));
    }

    private readonly double Corner(long cell, long column, long row) =>
        StableHash.ToNormal(StableHash.Mix(StableHash.Mix(StableHash.Mix(origin, column), row), cell));

    private static double Join(double before, double after, double share) => before + ((after - before) * share);

    private static double Joined(double share) => ((1 - share) * (1 - share)) + (share * share);
}

/// <summary>
/// Autocorrelated noise of mean 0 and variance 1: random values at multiples of a step, smoothly joined. Values less than a step
/// apart resemble each other, values more than two steps apart are independent. Pure; caches the values at the two ends of a step.
/// </summary>
internal struct LatticeNoise(ulong origin)
{
    // The mean of (1−s)² + s² over a step, with s as DailyCycle.Smooth: joining reduces the variance to this.
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
