using Azure.Messaging.EventHubs;
using IotAspire.ServiceDefaults;

namespace IotAspire.EventHubs;

/// <summary>
/// A receiver's retries: as the options say while it opens, none afterwards, so that a broken link ends it. It also notices most
/// links that the SDK reopens by itself: the SDK asks the policy for a timeout once for each receive, and once more for each new link. That is
/// how the SDK works, not what it documents: <see cref="HasNewLink"/> can be true without a new link, and false in spite of one.
/// </summary>
internal sealed class ReceiverRetryPolicy(EventHubRetryOptions options) : EventHubsRetryPolicy
{
    private readonly Backoff _backoff = new(options.Delay, options.MaximumDelay);
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
        !IsOpen && attemptCount <= options.MaximumRetries && EventHubFailure.From(lastException, "").IsTransient ? _backoff.After(attemptCount) : null;
}
