namespace IotAspire.Generator.Signals;

/// <summary>
/// What neighbours feel alike: noise over place and time, smooth in both. Sensors in the same cell of the floor share its corners,
/// so their values resemble each other the more, the nearer they are. Pure.
/// </summary>
internal struct WeatherField
{
    private static readonly long Step = TimeSpan.FromMinutes(90).Ticks;
    private readonly ulong _origin;
    private readonly long _column;
    private readonly long _row;
    private readonly double _across;
    private readonly double _along;
    private readonly double _toVariance1;
    private long _cell = -1;
    private double _before;
    private double _after;

    /// <param name="origin">Of the seed and the type: each quantity has its own weather.</param>
    /// <param name="x">Place, in cells of the floor.</param>
    /// <param name="y">Place, in cells of the floor.</param>
    public WeatherField(ulong origin, double x, double y)
    {
        _origin = origin;
        (_column, _row) = ((long)Math.Floor(x), (long)Math.Floor(y));
        (_across, _along) = (DailyCycle.Smooth(x - _column), DailyCycle.Smooth(y - _row));
        // In the middle of a cell four corners are averaged, on a corner none.
        var joined = Joined(_across) * Joined(_along) * (26.0 / 35);
        _toVariance1 = 1 / Math.Sqrt(joined);
    }

    public double ValueAt(long ticks)
    {
        var cell = ticks / Step;
        if (cell != _cell)
        {
            _before = cell == _cell + 1 ? _after : At(cell);
            _after = At(cell + 1);
            _cell = cell;
        }

        return _toVariance1 * (_before + ((_after - _before) * DailyCycle.Smooth((ticks - (cell * Step)) / (double)Step)));
    }

    private static double Joined(double share) => ((1 - share) * (1 - share)) + (share * share);

    private readonly double At(long cell)
    {
        var here = Corner(cell, 0, 0) + ((Corner(cell, 1, 0) - Corner(cell, 0, 0)) * _across);
        var there = Corner(cell, 0, 1) + ((Corner(cell, 1, 1) - Corner(cell, 0, 1)) * _across);
        return here + ((there - here) * _along);
    }

    private readonly double Corner(long cell, int right, int up) =>
        StableHash.ToNormal(StableHash.Mix(StableHash.Mix(StableHash.Mix(_origin, _column + right), _row + up), cell));
}
