using Azure.Messaging.EventHubs;
using IotAspire.EventHubs;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Ingest;

/// <summary>
/// Receives and decodes while the caller stores, so a batch grows with the time that the one before it took: small when caught
/// up, large when behind. Holds at most one batch; then it waits, and the hub is the buffer.
/// </summary>
internal sealed class EventInflow : IAsyncDisposable
{
    // Few, so that the SDK's objects for them are garbage while they are still young.
    private const int EventsPerTurn = 100;

    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(1);
    private readonly StreamReceiver _receiver;
    private readonly int _readingsPerBatch;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop;
    private readonly Task _pump;
    private readonly Lock _gate = new();

    // At most one signal each: the waiting side checks the state again.
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly SemaphoreSlim _taken = new(0, 1);
    private PendingBatch _pending = new();
    private PendingBatch _spare = new();
    private long _pendingSince;

    // Before the pump's task is completed: the signal of the end would find it still running.
    private volatile bool _hasEnded;

    /// <param name="receiver">Opened at the checkpoint.</param>
    /// <param name="checkpoint">Whose own event, coming again, proves that the stream is the same.</param>
    /// <param name="readingsPerBatch">A batch that holds as many is full.</param>
    /// <param name="clock">For lingering.</param>
    /// <param name="cancellationToken">Ends receiving.</param>
    public EventInflow(StreamReceiver receiver, Checkpoint checkpoint, int readingsPerBatch, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_receiver, _readingsPerBatch, _clock) = (receiver, readingsPerBatch, clock);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _pump = PumpAsync(checkpoint, _stop.Token);
    }

    /// <summary>Why the stream is another than the checkpoint's; null while it may be the same.</summary>
    public string? Break { get; private set; }

    /// <summary>The next batch, which the caller has until it asks again; null if nothing comes in time.</summary>
    /// <param name="maxWait">For the first event.</param>
    /// <param name="linger">How long a batch that isn't full waits for more after its first event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PendingBatch?> TakeAsync(TimeSpan maxWait, TimeSpan linger, CancellationToken cancellationToken)
    {
        while (!HasEvents() && !_hasEnded)
        {
            // A signal may be of events that were taken before.
            if (!await _arrived.WaitAsync(maxWait, cancellationToken))
                break;
        }

        while (RemainingLinger(linger) is { } remaining && remaining > TimeSpan.Zero && !_hasEnded)
            await _arrived.WaitAsync(remaining, cancellationToken);
        if (!HasEvents())
        {
            // What came before a failure is stored first.
            if (_hasEnded)
                await _pump;
            return null;
        }

        lock (_gate)
        {
            (_pending, _spare) = (_spare, _pending);
            _pending.Clear();
        }

        Signal(_taken);
        return _spare;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task PumpAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        // The waiting side learns of the end, too.
        await Task.Yield();
        try
        {
            var isFirst = true;
            while (Break is null)
            {
                var events = await _receiver.ReceiveAsync(EventsPerTurn, MaxTurn, cancellationToken);
                if (events.Count == 0)
                    continue;
                var next = 0;
                if (isFirst)
                {
                    Break = StreamContinuity.FindBreak(checkpoint, events[0]);
                    next = events[0].SequenceNumber == checkpoint.SequenceNumber ? 1 : 0;
                    isFirst = false;
                }

                while (Break is null && (next = Add(events, next)) < events.Count)
                    await _taken.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _hasEnded = true;
            Signal(_arrived);
        }
    }

    // As many as the batch takes; returns the first that is left.
    private int Add(IReadOnlyList<EventData> events, int next)
    {
        lock (_gate)
        {
            for (; next < events.Count && !_pending.IsFull(_readingsPerBatch); next++)
            {
                if (_pending.EventCount == 0)
                    _pendingSince = _clock.GetTimestamp();
                _pending.Add(events[next]);
                _pending.LastEnqueued = _receiver.LastEnqueued;
            }
        }

        Signal(_arrived);
        return next;
    }

    private bool HasEvents()
    {
        lock (_gate)
            return _pending.EventCount > 0;
    }

    private TimeSpan? RemainingLinger(TimeSpan linger)
    {
        lock (_gate)
            return _pending.EventCount == 0 || _pending.IsFull(_readingsPerBatch) ? null : linger - _clock.GetElapsedTime(_pendingSince);
    }

    private static void Signal(SemaphoreSlim semaphore)
    {
        try
        {
            if (semaphore.CurrentCount == 0)
                semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two signalled at once; one signal is enough.
        }
    }
}
