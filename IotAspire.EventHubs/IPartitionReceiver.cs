namespace IotAspire.EventHubs;

/// <summary>Reads one partition in order. Not for concurrent use.</summary>
public interface IPartitionReceiver : IAsyncDisposable
{
    /// <summary>The partition being read.</summary>
    string PartitionId { get; }

    /// <summary>The newest event of the partition, as the hub told it together with the last event received; null until then.</summary>
    LastEnqueuedEvent? LastEnqueued { get; }

    /// <summary>
    /// The next events: at least one as soon as one is there, up to <paramref name="maximumCount"/> of those already
    /// here; none when <paramref name="maximumWait"/> passes first.
    /// </summary>
    /// <exception cref="EventHubException">
    /// The link is gone, or leads to another stream than the one it was opened on. The receiver is finished then; open another from
    /// where this one ended. A client may also mend a broken link unseen: reading then goes on behind the last event received.
    /// </exception>
    Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken);
}
