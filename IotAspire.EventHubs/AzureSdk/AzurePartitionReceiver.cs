using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Primitives;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>
/// Reads a partition with the SDK's receiver. Its prefetch bounds what a slow reader holds. The SDK may open a new link by itself
/// and read on at the old position, whatever stream is there by then: the watch ends the receiver if it is another.
/// </summary>
internal sealed class AzurePartitionReceiver : IPartitionReceiver
{
    // The shortest wait that still makes the SDK open its link.
    private static readonly TimeSpan OpeningWait = TimeSpan.FromMilliseconds(1);

    private readonly PartitionReceiver _receiver;
    private readonly ReceiverRetryPolicy _policy;
    private readonly StreamWatch _watch;
    private readonly AzureCall _call;
    private List<EventData> _early;

    private AzurePartitionReceiver(PartitionReceiver receiver, ReceiverRetryPolicy policy, StreamWatch watch, AzureCall call, List<EventData> early) =>
        (_receiver, _policy, _watch, _call, _early) = (receiver, policy, watch, call, early);

    public string PartitionId => _receiver.PartitionId;

    public LastEnqueuedEvent? LastEnqueued { get; private set; }

    /// <summary>The SDK opens a link with the first receive; what that one brings is kept for the first reader.</summary>
    public static async Task<AzurePartitionReceiver> OpenAsync(
        PartitionReceiver receiver, ReceiverRetryPolicy policy, StreamWatch watch, AzureCall call, CancellationToken cancellationToken)
    {
        try
        {
            await watch.BeginAsync(cancellationToken);
            var early = await receiver.ReceiveBatchAsync(1, OpeningWait, cancellationToken);
            policy.IsOpen = true;
            return new AzurePartitionReceiver(receiver, policy, watch, call, [.. early]);
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        var events = await _call.RunAsync(
            $"Receiving from partition {PartitionId}", () => NextAsync(maximumCount, maximumWait, cancellationToken), cancellationToken);
        if (events.Count > 0)
            LastEnqueued = AzureEvents.ToLastEnqueued(_receiver.ReadLastEnqueuedEventProperties()) ?? LastEnqueued;
        return [.. events.Select(AzureEvents.ToReceived)];
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _receiver.DisposeAsync();
        }
        catch (Exception exception) when (AzureFailure.IsFailure(exception, CancellationToken.None))
        {
            // Closed already, or nobody there to answer: gone either way.
        }
    }

    private async Task<List<EventData>> NextAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        var events = _early;
        _early = [];
        _policy.BeginReceive();
        if (events.Count == 0)
            events = [.. await _receiver.ReceiveBatchAsync(maximumCount, maximumWait, cancellationToken)];
        await _watch.CheckAsync(events.Count > 0 ? events[^1].SequenceNumber : null, isNewLink: _policy.HasNewLink, cancellationToken);
        return events;
    }
}
