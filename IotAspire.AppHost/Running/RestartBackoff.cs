namespace IotAspire.AppHost.Running;

/// <summary>How long to wait before a resource that died is started again: doubling, and from the start once it has held.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Alive for so long, it counts as recovered.</summary>
    public static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);

    private TimeSpan _next = First;
    private long? _healthySince;

    /// <summary>The resource is healthy from now on.</summary>
    public void Started() => _healthySince = time.GetTimestamp();

    /// <summary>The resource died, or couldn't be started.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Died()
    {
        if (_healthySince is { } since && time.GetElapsedTime(since) >= Recovered)
            _next = First;
        _healthySince = null;
        var wait = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, Longest.Ticks));
        return wait;
    }
}
