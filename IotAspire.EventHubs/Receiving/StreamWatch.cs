namespace IotAspire.EventHubs;

/// <summary>
/// Whether a receiver still reads the stream that it was opened on. A recreated hub has another creation time; a
/// partition that lost its events ends before what was received from it, which can only show behind a new link. While the creation
/// time is cached, events of a new stream may pass over a link that the SDK has reopened unnoticed; they come again when that stream is read from its
/// beginning.
/// </summary>
/// <param name="creation">The hub's time of creation, shared by the receivers of a process.</param>
/// <param name="lastSequenceNumber">Asks for the partition's newest event.</param>
/// <param name="partitionId">For the message.</param>
internal sealed class StreamWatch(HubCreation creation, Func<CancellationToken, Task<long>> lastSequenceNumber, string partitionId)
{
    private DateTimeOffset _createdOn;
    private long _received = -1;

    public async Task BeginAsync(CancellationToken cancellationToken) => _createdOn = await creation.GetAsync(refresh: true, cancellationToken);

    /// <summary>Checks the stream after a receive.</summary>
    /// <param name="received">The last sequence number of a batch; null if it was empty.</param>
    /// <param name="isNewLink">Whether a link was opened since the last call; the cache doesn't count then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventHubException">It is another stream.</exception>
    public async Task CheckAsync(long? received, bool isNewLink, CancellationToken cancellationToken)
    {
        var isOther = await creation.GetAsync(isNewLink, cancellationToken) != _createdOn
            || (isNewLink && await lastSequenceNumber(cancellationToken) < Math.Max(_received, received ?? -1));
        if (isOther)
            throw new EventHubException(
                EventHubFailureReason.Unreachable, $"The stream of partition {partitionId} is another one since the receiver was opened.");
        _received = received ?? _received;
    }
}

/// <summary>
/// The hub's time of creation, requested at most every two seconds by all receivers together: Event Hubs takes about 50 requests a second from a
/// consumer group.
/// </summary>
internal sealed class HubCreation(Func<CancellationToken, Task<DateTimeOffset>> ask, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private DateTimeOffset _createdOn;
    private long? _askedAt;

    public async Task<DateTimeOffset> GetAsync(bool refresh, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (refresh || _askedAt is not { } askedAt || time.GetElapsedTime(askedAt) >= Interval)
            {
                _createdOn = await ask(cancellationToken);
                _askedAt = time.GetTimestamp();
            }

            return _createdOn;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();
}
