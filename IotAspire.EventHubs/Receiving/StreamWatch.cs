namespace IotAspire.EventHubs;

/// <summary>
/// Whether a receiver still reads the stream that it was opened on. A recreated hub has another creation time; a
/// partition that lost its events ends before what was received from it, which can only show behind a new link. What a new stream
/// brings over a link that the SDK reopened unnoticed is handed on for as long as the creation time is cached; the code that then reads
/// that stream from its beginning meets it again.
/// </summary>
/// <param name="creation">The hub's time of creation, shared by the receivers of a process.</param>
/// <param name="lastSequenceNumber">Asks for the partition's newest event.</param>
/// <param name="partitionId">For the message.</param>
internal sealed class StreamWatch(HubCreation creation, Func<CancellationToken, Task<long>> lastSequenceNumber, string partitionId)
{
    private DateTimeOffset _createdOn;
    private long _received = -1;

    public async Task BeginAsync(CancellationToken cancellationToken) => _createdOn = await creation.GetAsync(refresh: true, cancellationToken);

    /// <summary>Takes note of what was received and compares.</summary>
    /// <param name="received">The last sequence number of a batch; null if it was empty.</param>
    /// <param name="isNewLink">Whether a link was opened since the last call: then nothing remembered counts.</param>
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
/// When the hub was made, asked for at most every few seconds however many receivers want to know: Event Hubs takes about 50
/// questions a second from a consumer group.
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
