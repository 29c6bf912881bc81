namespace IotAspire.Generator.Generation;

/// <summary>
/// How far the simulation may have come: through the past at a speed, or as fast as it can, and then in real time. It never makes readings of the
/// future.
/// </summary>
/// <param name="clock">The present.</param>
/// <param name="history">How long before the present the simulation begins.</param>
/// <param name="speed">Simulated seconds in a second; null: no limit.</param>
internal sealed class Pace(TimeProvider clock, TimeSpan history, double? speed)
{
    private readonly DateTime _started = clock.GetUtcNow().UtcDateTime;
    private readonly long _startedAt = clock.GetTimestamp();

    /// <summary>Where the simulation begins.</summary>
    public DateTime From => _started - history;

    /// <summary>Where history ends.</summary>
    public DateTime Started => _started;

    /// <summary>The present.</summary>
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Ticks of the last instant that is due.</summary>
    public long DueTicks
    {
        get
        {
            var now = Now.Ticks;
            return speed is { } factor ? Math.Min(now, From.Ticks + (long)(clock.GetElapsedTime(_startedAt).Ticks * factor)) : now;
        }
    }

    /// <summary>How long until an instant is due.</summary>
    public TimeSpan TimeUntil(long ticks)
    {
        var left = ticks - DueTicks;
        // In the present, simulated time passes as real time does.
        return TimeSpan.FromTicks(speed is { } factor && DueTicks < Now.Ticks ? (long)Math.Ceiling(left / factor) : left);
    }
}
