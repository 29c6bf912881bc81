namespace IotAspire.EventHubs;

/// <summary>Publishes events to one event hub.</summary>
public interface IEventHubProducer : IAsyncDisposable
{
    /// <summary>
    /// Sends the events in order to the partition that <paramref name="partitionKey"/> belongs to, in as few batches as
    /// the hub's message size allows. Returns when the hub has accepted all of them.
    /// </summary>
    /// <param name="partitionKey">At most 128 characters; equal keys share a partition.</param>
    /// <param name="events">In the order in which the partition shall hold them.</param>
    /// <param name="cancellationToken">Gives up; whether the hub took the events is then unknown.</param>
    /// <exception cref="EventHubException">
    /// After the retries of <see cref="EventHubRetryOptions"/>. Sending again may store an event twice: consumers must expect it.
    /// </exception>
    Task SendAsync(string partitionKey, IReadOnlyList<OutgoingEvent> events, CancellationToken cancellationToken);
}
