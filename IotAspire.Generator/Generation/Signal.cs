using IotAspire.Contracts.Catalogue;

namespace IotAspire.Generator.Generation;

/// <summary>
/// What a sensor would measure: a level and a daily wave of its own, plus slow and fast noise, inside its range. Pure: the same
/// seed, sensor and instant give the same value on every machine.
/// </summary>
internal sealed class Signal(int seed)
{
    private const double LevelShare = 0.5;
    private const double WaveShare = 0.12;
    private const double DriftShare = 0.03;
    private const double NoiseShare = 0.004;

    // The warmest hour of a day, UTC.
    private const double PeakHour = 15;
    private static readonly TimeSpan DriftStep = TimeSpan.FromMinutes(10);

    /// <param name="sensor">The sensor; its id and range shape the signal.</param>
    /// <param name="at">UTC.</param>
    /// <returns>Two decimals, as a cheap sensor gives them.</returns>
    public double ValueAt(Sensor sensor, DateTime at)
    {
        var range = sensor.Range;
        var span = range.Maximum - range.Minimum;
        var origin = StableHash.Of(sensor.SensorId, seed);
        var level = LevelShare + (0.1 * StableHash.ToSignedUnit(origin));
        var wave = WaveShare * Math.Cos((at.TimeOfDay.TotalHours - PeakHour) / 24 * Math.Tau);
        var noise = NoiseShare * StableHash.ToSignedUnit(StableHash.Mix(origin, at.Ticks));
        var value = range.Minimum + (span * (level + wave + Drift(origin, at) + noise));
        return Math.Clamp(Math.Round(value, 2), range.Minimum, range.Maximum);
    }

    // Random values at fixed instants, with a cosine between them.
    private static double Drift(ulong origin, DateTime at)
    {
        var step = at.Ticks / DriftStep.Ticks;
        var way = (1 - Math.Cos(at.Ticks % DriftStep.Ticks / (double)DriftStep.Ticks * Math.PI)) / 2;
        var before = StableHash.ToSignedUnit(StableHash.Mix(origin, step));
        var after = StableHash.ToSignedUnit(StableHash.Mix(origin, step + 1));
        return DriftShare * (before + ((after - before) * way));
    }
}
