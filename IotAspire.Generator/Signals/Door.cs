namespace IotAspire.Generator.Signals;

/// <summary>A door to the outside as one sensor feels it: the weaker and the later, the farther away it is. Pure.</summary>
/// <param name="Origin">Of the seed and the sensor at the door; all who feel the door have the same.</param>
/// <param name="Weight">1 at the door.</param>
/// <param name="DelayMs">Milliseconds until what happens there is felt.</param>
internal readonly record struct Door(ulong Origin, float Weight, int DelayMs)
{
    /// <summary>How long an opening is felt at most.</summary>
    public static readonly TimeSpan MaxEffect = TimeSpan.FromSeconds(MaxOpen + Fade);

    private const double MinOpen = 15;
    private const double MaxOpen = 90;
    private const double Rise = 20;
    private const double Fade = 900;
    private const double NightlyChance = 0.02;
    private static readonly long Slot = TimeSpan.FromMinutes(10).Ticks;

    /// <summary>0 to nearly 1 per opening, times the weight.</summary>
    public double FeltAt(long ticks)
    {
        var at = ticks - (DelayMs * TimeSpan.TicksPerMillisecond);
        var slot = at / Slot;
        // One opening per slot at most; older ones than these are forgotten.
        return Weight * (OpeningOf(slot, at) + OpeningOf(slot - 1, at) + OpeningOf(slot - 2, at));
    }

    private double OpeningOf(long slot, long at)
    {
        var hash = StableHash.Mix(Origin, slot);
        if (StableHash.ToUnit(hash) >= Math.Max(NightlyChance, DailyCycle.Busy(slot * Slot, RoomUse.Passage)))
            return 0;
        var opened = (slot * Slot) + (long)(StableHash.ToUnit(StableHash.Mix(hash, 1)) * Slot);
        var open = MinOpen + ((MaxOpen - MinOpen) * StableHash.ToUnit(StableHash.Mix(hash, 2)));
        var since = (at - opened) / (double)TimeSpan.TicksPerSecond;
        if (since <= 0 || since >= open + Fade)
            return 0;
        if (since <= open)
            return since / (since + Rise);
        var left = 1 - ((since - open) / Fade);
        return open / (open + Rise) * left * left * left;
    }
}
