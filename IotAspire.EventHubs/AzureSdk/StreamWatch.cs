using Azure.Messaging.EventHubs.Consumer;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>
/// Whether a receiver still reads the stream that it was opened on. A hub that was made anew has another creation time; a
/// partition that lost its events ends before what was received from it. Asks the hub behind a new link and every few seconds, not
/// for every batch.
/// </summary>
internal sealed class StreamWatch(EventHubConsumerClient client, string partitionId, TimeProvider time)
{
    /// <summary>
    /// What arrives of a new stream within it, should its link have gone unnoticed, is handed on; whoever then reads that stream
    /// from its beginning meets it again.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private DateTimeOffset _createdOn;
    private long _received = -1;
    private long _checked;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _createdOn = (await client.GetEventHubPropertiesAsync(cancellationToken)).CreatedOn;
        _checked = time.GetTimestamp();
    }

    /// <summary>Takes note of what was received and, when it is time or at once, asks.</summary>
    /// <exception cref="EventHubException">It is another stream.</exception>
    public async Task CheckAsync(long? received, bool atOnce, CancellationToken cancellationToken)
    {
        _received = received ?? _received;
        if (!atOnce && time.GetElapsedTime(_checked) < Interval)
            return;
        var hub = await client.GetEventHubPropertiesAsync(cancellationToken);
        var partition = await client.GetPartitionPropertiesAsync(partitionId, cancellationToken);
        if (hub.CreatedOn != _createdOn || partition.LastEnqueuedSequenceNumber < _received)
            throw new EventHubException(
                EventHubFailureReason.Unreachable, $"The stream of partition {partitionId} is another one since the receiver was opened.");
        _checked = time.GetTimestamp();
    }
}
