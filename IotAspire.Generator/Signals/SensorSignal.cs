using IotAspire.Contracts.Catalogue;

namespace IotAspire.Generator.Signals;

/// <summary>
/// What a sensor truly measures: a base by type and description, the daily cycle, people, doors near by, weather that neighbours
/// share, its own wandering and noise; then its resolution, then its range. Pure: seed, sensor, floor plan and instant decide the
/// value to the last bit, in any order of instants. Asking in order is fast, because slow parts are computed at knots
/// ten seconds apart and joined by lines.
/// </summary>
internal sealed class SensorSignal
{
    private static readonly long Knot = TimeSpan.FromSeconds(10).Ticks;
    private static readonly double KnotShare = 1.0 / Knot;
    private static readonly LatticeStep WanderStep = new(TimeSpan.FromHours(16));
    private static readonly LatticeStep NoiseStep = new(TimeSpan.FromMinutes(4));
    private static readonly LatticeStep FlickerStep = new(TimeSpan.FromSeconds(20));

    // Their squares add up to 1, so that SignalShape.Noise is the standard deviation of all three together.
    private const double NoiseShare = 0.8;
    private const double FlickerShare = 0.5;
    private const double WhiteShare = 0.33;
    private const double OwnBase = 0.3;

    private readonly SignalShape _shape;
    private readonly Room _room;
    private readonly SensorRange _range;
    private readonly Door[] _doors;
    private readonly double _base;
    private readonly ulong _white;
    private WeatherField _weather;
    private LatticeNoise _wander;
    private LatticeNoise _noise;
    private LatticeNoise _flicker;
    private long _knot = long.MinValue;
    private double _before;
    private double _after;

    public SensorSignal(Sensor sensor, FloorPlan plan, int seed)
    {
        var origin = StableHash.Of(sensor.SensorId, seed);
        (_shape, _room, _range) = (SignalShapes.Of(sensor), Room.Of(sensor.Description), sensor.Range);
        _doors = _shape.Door == 0 ? [] : plan.DoorsNear(sensor, seed);
        _base = _shape.Base + (Math.Abs(_shape.Daily) * (_room.Warmth + (OwnBase * StableHash.ToSignedUnit(StableHash.Mix(origin, 1)))));
        _weather = new(StableHash.Of(sensor.Type, seed), sensor.Longitude / (3 * plan.RoomSize), sensor.Latitude / (3 * plan.RoomSize));
        _wander = new(StableHash.Mix(origin, 2));
        _noise = new(StableHash.Mix(origin, 3));
        _flicker = new(StableHash.Mix(origin, 4));
        _white = StableHash.Mix(origin, 5);
    }

    /// <summary>The true value as the sensor would show it.</summary>
    /// <param name="ticks">UTC.</param>
    public double ValueAt(long ticks) => Show(SlowAt(ticks) + (_shape.Noise * NoiseAt(ticks)));

    /// <summary>A value in the sensor's resolution, not cut to its range.</summary>
    public double Quantise(double value) => Math.Round(value * _shape.StepsPerUnit) / _shape.StepsPerUnit;

    /// <summary>A value as the sensor would show it: in its resolution and range.</summary>
    public double Show(double value) => Math.Clamp(Quantise(value), _range.Minimum, _range.Maximum);

    /// <summary>Noise of variance 1.</summary>
    internal double NoiseAt(long ticks) => (NoiseShare * _noise.ValueAt(ticks, NoiseStep)) + (FlickerShare * _flicker.ValueAt(ticks, FlickerStep))
        + (WhiteShare * StableHash.ToNormal(StableHash.Mix(_white, ticks)));

    /// <summary>Weather of variance 1.</summary>
    internal double WeatherAt(long ticks) => _weather.ValueAt(ticks);

    /// <summary>What all doors near by add.</summary>
    internal double DoorsAt(long ticks)
    {
        var felt = 0.0;
        foreach (var door in _doors)
            felt += door.FeltAt(ticks);
        return _shape.Door * felt;
    }

    private double SlowAt(long ticks)
    {
        var since = ticks - _knot;
        if ((ulong)since >= (ulong)Knot)
            since = MoveTo(ticks);
        return _before + ((_after - _before) * (since * KnotShare));
    }

    private long MoveTo(long ticks)
    {
        var since = ticks % Knot;
        var knot = ticks - since;
        _before = knot == _knot + Knot ? _after : AtKnot(knot);
        _after = AtKnot(knot + Knot);
        _knot = knot;
        return since;
    }

    private double AtKnot(long ticks) =>
        _base
        + (_shape.Daily * _room.DailyScale * DailyCycle.Wave(ticks, _shape.PeakHour))
        + (_shape.Busy * _room.BusyScale * DailyCycle.Busy(ticks, _room.Use))
        + (_shape.Weather * WeatherAt(ticks))
        + (_shape.Wander * _wander.ValueAt(ticks, WanderStep))
        + DoorsAt(ticks);
}
