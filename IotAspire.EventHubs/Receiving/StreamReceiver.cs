using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;

namespace IotAspire.EventHubs;

/// <summary>
/// Reads one partition in order, and one stream of it only. The SDK's receiver may open a new link by itself and read on at the old
/// position, whatever stream is there by then: the watch ends this receiver if it is another. Not for concurrent use.
/// </summary>
public sealed class StreamReceiver : IAsyncDisposable
{
    // The shortest wait that still makes the SDK open its link.
    private static readonly TimeSpan OpeningWait = TimeSpan.FromMilliseconds(1);

    private readonly PartitionReceiver _receiver;
    private readonly ReceiverRetryPolicy _policy;
    private readonly StreamWatch _watch;
    private readonly EventHubCall _call;
    private IReadOnlyList<EventData> _early;

    private StreamReceiver(PartitionReceiver receiver, ReceiverRetryPolicy policy, StreamWatch watch, EventHubCall call, IReadOnlyList<EventData> early) =>
        (_receiver, _policy, _watch, _call, _early) = (receiver, policy, watch, call, early);

    /// <summary>The partition being read.</summary>
    public string PartitionId => _receiver.PartitionId;

    /// <summary>The newest event of the partition, as the hub told it together with the last event received; null until then.</summary>
    public LastEnqueuedEvent? LastEnqueued { get; private set; }

    /// <summary>The SDK opens a link with the first receive; what that one brings is kept for the first reader.</summary>
    internal static async Task<StreamReceiver> OpenAsync(
        PartitionReceiver receiver, ReceiverRetryPolicy policy, StreamWatch watch, EventHubCall call, CancellationToken cancellationToken)
    {
        try
        {
            await watch.BeginAsync(cancellationToken);
            var early = await ReceiveAsync(receiver, 1, OpeningWait, cancellationToken);
            policy.IsOpen = true;
            return new StreamReceiver(receiver, policy, watch, call, early);
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The next events: at least one as soon as one is there, up to <paramref name="maximumCount"/> of those already
    /// here; none when <paramref name="maximumWait"/> passes first.
    /// </summary>
    /// <exception cref="EventHubException">
    /// The link is gone, or leads to another stream than the one it was opened on. The receiver is finished then; open another from
    /// where this one ended. A broken link may also be mended unseen: reading then goes on behind the last event received.
    /// </exception>
    public async Task<IReadOnlyList<EventData>> ReceiveAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        var events = await _call.RunAsync(
            $"Receiving from partition {PartitionId}", () => NextAsync(maximumCount, maximumWait, cancellationToken), cancellationToken);
        if (events.Count > 0)
            LastEnqueued = ToLastEnqueued(_receiver.ReadLastEnqueuedEventProperties()) ?? LastEnqueued;
        return events;
    }

    /// <summary>Closes the link.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _receiver.DisposeAsync();
        }
        catch (Exception exception) when (EventHubFailure.IsFailure(exception, CancellationToken.None))
        {
            // Closed already, or nobody there to answer: gone either way.
        }
    }

    private async Task<IReadOnlyList<EventData>> NextAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        var events = _early;
        _early = [];
        _policy.BeginReceive();
        if (events.Count == 0)
            events = await ReceiveAsync(_receiver, maximumCount, maximumWait, cancellationToken);
        await _watch.CheckAsync(events.Count > 0 ? events[^1].SequenceNumber : null, isNewLink: _policy.HasNewLink, cancellationToken);
        return events;
    }

    private static async Task<IReadOnlyList<EventData>> ReceiveAsync(
        PartitionReceiver receiver, int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        var events = await receiver.ReceiveBatchAsync(maximumCount, maximumWait, cancellationToken);
        return events as IReadOnlyList<EventData> ?? [.. events];
    }

    private static LastEnqueuedEvent? ToLastEnqueued(LastEnqueuedEventProperties last) =>
        last is { SequenceNumber: { } sequenceNumber, EnqueuedTime: { } enqueued, LastReceivedTime: { } retrieved }
            ? new LastEnqueuedEvent(sequenceNumber, enqueued.UtcDateTime, retrieved.UtcDateTime)
            : null;
}
