using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Primitives;
using IotAspire.ServiceDefaults;

namespace IotAspire.EventHubs;

/// <summary>
/// Reads one partition in order, and one stream of it only. The SDK's receiver may open a new link by itself and go on at the old
/// position, even if the hub has begun another stream: the watch ends this receiver then. Not for concurrent use.
/// </summary>
public sealed class StreamReceiver : IAsyncDisposable
{
    // The shortest wait that still makes the SDK open its link.
    private static readonly TimeSpan OpeningWait = TimeSpan.FromMilliseconds(1);

    // Event Hubs takes about 50 requests a second from a consumer group.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    private readonly PartitionReceiver _receiver;
    private readonly ReceiverRetryPolicy _policy;
    private readonly StreamWatch _watch;
    private readonly Func<CancellationToken, Task<PartitionProperties>> _ask;
    private readonly TimeProvider _time;
    private readonly EventHubCall _call;
    private IReadOnlyList<EventData> _early = [];
    private long? _askedAt;

    internal StreamReceiver(
        PartitionReceiver receiver,
        ReceiverRetryPolicy policy,
        StreamWatch watch,
        Func<CancellationToken, Task<PartitionProperties>> ask,
        TimeProvider time,
        EventHubCall call) => (_receiver, _policy, _watch, _ask, _time, _call) = (receiver, policy, watch, ask, time, call);

    /// <summary>The partition being read.</summary>
    public string PartitionId => _receiver.PartitionId;

    /// <summary>
    /// The newest event of the partition, asked for every two seconds before events are received; null until then. The hub could say
    /// it with every event, which costs a sixth of what receiving does (docs/decisions/0027).
    /// </summary>
    public LastEnqueuedEvent? LastEnqueued { get; private set; }

    /// <summary>Opens the link, which takes a first receive; its events are kept for the first reader.</summary>
    internal async Task<StreamReceiver> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _watch.BeginAsync(cancellationToken);
            _early = await ReceiveBatchAsync(1, OpeningWait, cancellationToken);
            _policy.IsOpen = true;
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The next events: at least one as soon as one is there, up to <paramref name="maxCount"/> of those already
    /// here; none when <paramref name="maxWait"/> passes first.
    /// </summary>
    /// <exception cref="EventHubException">
    /// The link is gone, or leads to another stream than the one it was opened on. The receiver is finished then; open another from
    /// where this one ended. The SDK may also replace a broken link unnoticed; reading then goes on after the last event received.
    /// </exception>
    public Task<IReadOnlyList<EventData>> ReceiveAsync(int maxCount, TimeSpan maxWait, CancellationToken cancellationToken) => _call.RunAsync(
        $"Receiving from partition {PartitionId}", () => NextAsync(maxCount, maxWait, cancellationToken), cancellationToken);

    /// <summary>Closes the link.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _receiver.DisposeAsync();
        }
        catch (Exception exception) when (EventHubFailure.IsFailure(exception, CancellationToken.None))
        {
            // Closed already, or the hub doesn't answer: the link is gone either way.
        }
    }

    private async Task<IReadOnlyList<EventData>> NextAsync(int maxCount, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var events = _early;
        _early = [];
        await AskAsync(cancellationToken);
        _policy.BeginReceive();
        if (events.Count == 0)
            events = await ReceiveBatchAsync(maxCount, maxWait, cancellationToken);
        await _watch.CheckAsync(events.Count > 0 ? events[^1].SequenceNumber : null, isNewLink: _policy.HasNewLink, cancellationToken);
        return events;
    }

    // The instant before the question: every event that the hub took until then is at or before the answer.
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        if (_askedAt is { } askedAt && _time.GetElapsedTime(askedAt) < AskEvery)
            return;
        var at = _time.GetUtcNow().UtcDateTime;
        var partition = await _ask(cancellationToken);
        _askedAt = _time.GetTimestamp();
        LastEnqueued = new(partition.LastEnqueuedSequenceNumber, at);
    }

    private async Task<IReadOnlyList<EventData>> ReceiveBatchAsync(int maxCount, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var events = await _receiver.ReceiveBatchAsync(maxCount, maxWait, cancellationToken);
        return events as IReadOnlyList<EventData> ?? [.. events];
    }
}

/// <summary>
/// The retries of a receiver: those of the options while it opens, none afterwards, so that a broken link ends it. It also notices most
/// links that the SDK reopens by itself: the SDK asks the policy for a timeout once for each receive, and once more for each new link. That is
/// how the SDK works, not what it documents: callers must expect <see cref="HasNewLink"/> without a new link, and a new link without it.
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
        !IsOpen && attemptCount <= options.MaximumRetries && EventHubFailure.From(lastException, "") is { IsTransient: true, Reason: not EventHubFailureReason.PositionLost } ? _backoff.After(attemptCount) : null;
}

/// <summary>The newest event of a partition.</summary>
/// <param name="SequenceNumber">Its sequence number; -1 where there never was one.</param>
/// <param name="RetrievedAt">When the hub was asked, by our clock, UTC.</param>
public sealed record LastEnqueuedEvent(long SequenceNumber, DateTime RetrievedAt);
