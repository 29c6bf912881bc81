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

/// <summary>Repeats work while it fails in a way that passes.</summary>
public static class Retry
{
    /// <summary>Runs the work until it succeeds. Failures that don't pass reach the caller.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isTransient">Whether trying again can help after a failure.</param>
    /// <param name="backoff">The pauses. Its failures aren't reset, so that the caller can tell whether there were any.</param>
    /// <param name="onFailure">Told of each failure that is tried again, and of the pause before that.</param>
    /// <param name="clock">The clock of the pauses.</param>
    /// <param name="cancellationToken">Ends the work and the pauses.</param>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> work,
        Func<Exception, bool> isTransient,
        Backoff backoff,
        Action<Exception, TimeSpan> onFailure,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(isTransient);
        ArgumentNullException.ThrowIfNull(backoff);
        ArgumentNullException.ThrowIfNull(onFailure);
        while (true)
        {
            try
            {
                return await work(cancellationToken);
            }
            catch (Exception exception) when (isTransient(exception))
            {
                var pause = backoff.Next();
                onFailure(exception, pause);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(
        Func<CancellationToken, Task> work,
        Func<Exception, bool> isTransient,
        Backoff backoff,
        Action<Exception, TimeSpan> onFailure,
        TimeProvider clock,
        CancellationToken cancellationToken) => RunAsync(
            async token =>
            {
                await work(token);
                return true;
            },
            isTransient,
            backoff,
            onFailure,
            clock,
            cancellationToken);
}
