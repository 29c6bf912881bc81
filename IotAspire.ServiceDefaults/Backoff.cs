namespace IotAspire.ServiceDefaults;

/// <summary>
/// How long to wait before the next try: doubled with each failure up to a limit, with jitter so that many callers don't retry at the same
/// time. Pure: it neither waits nor reads a clock.
/// </summary>
/// <param name="first">The pause after the first failure, before jitter.</param>
/// <param name="max">The longest pause.</param>
/// <param name="jitter">Gives 0 to 1; default <see cref="Random.Shared"/>.</param>
public sealed class Backoff(TimeSpan first, TimeSpan max, Func<double>? jitter = null)
{
    private readonly Func<double> _jitter = jitter ?? Random.Shared.NextDouble;

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>Counts a failure and gives the pause after it.</summary>
    public TimeSpan Next() => After(++Failures);

    /// <summary>The pause after this number of failures: between half of the doubled pause and the whole.</summary>
    public TimeSpan After(int failures)
    {
        var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        var pause = Math.Min(doubled, max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(pause * (0.5 + (_jitter() / 2)));
    }

    /// <summary>Starts over after a success.</summary>
    public void Reset() => Failures = 0;
}
