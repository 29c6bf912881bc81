namespace IotAspire.Generator.Signals;

/// <summary>
/// What neighbours feel alike: noise over place and time, smooth in both, of mean 0 and variance 1. Sensors in the same cell of the
/// floor share its corners, so their values resemble each other the more, the nearer they are. Pure.
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
