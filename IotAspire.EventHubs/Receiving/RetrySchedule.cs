namespace IotAspire.EventHubs;

/// <summary>
/// How long to pause before which retry: exponential, capped, with jitter between half and the whole of it, so that
/// clients which failed together don't return together. Knows no clock and does no I/O.
/// </summary>
internal sealed class RetrySchedule(EventHubRetryOptions options, Random random)
{
    /// <summary>The pause before a retry (1 for the first); null when there have been enough.</summary>
    public TimeSpan? Before(int retry)
    {
        if (retry > options.MaximumRetries)
            return null;
        var full = options.Delay * Math.Pow(2, Math.Min(retry - 1, 30));
        full = full > options.MaximumDelay ? options.MaximumDelay : full;
        return full * (0.5 + 0.5 * random.NextDouble());
    }
}
