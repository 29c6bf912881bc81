using Azure.Messaging.EventHubs;

namespace IotAspire.EventHubs;

/// <summary>
/// A receiver's retries: as the options say while it opens, none afterwards, so that a broken link ends it. It also notices most
/// links that the SDK reopens by itself: the policy is asked for the time of a try once for each receive, and once more for each
/// link. That is how the SDK works, not what it promises; who relies on it may ask too often and must not miss anything for good.
/// </summary>
internal sealed class ReceiverRetryPolicy(EventHubRetryOptions options) : EventHubsRetryPolicy
{
    private readonly RetrySchedule _schedule = new(options, Random.Shared);
    private int _tries;

    /// <summary>Whether the link is open: from then on nothing is tried again.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether a link was opened since <see cref="BeginReceive"/>.</summary>
    public bool HasNewLink => Volatile.Read(ref _tries) > 1;

    public void BeginReceive() => Volatile.Write(ref _tries, 0);

    public override TimeSpan CalculateTryTimeout(int attemptCount)
    {
        Interlocked.Increment(ref _tries);
        return options.TryTimeout;
    }

    public override TimeSpan? CalculateRetryDelay(Exception lastException, int attemptCount) =>
        !IsOpen && EventHubFailure.From(lastException, "").IsTransient ? _schedule.Before(attemptCount) : null;
}
