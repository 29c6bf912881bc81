namespace IotAspire.EventHubs;

/// <summary>Reads one event hub on behalf of one consumer group.</summary>
public interface IEventHubConsumer : IAsyncDisposable
{
    /// <summary>The hub's name, as the connection string says it.</summary>
    string EventHubName { get; }

    /// <summary>The consumer group that receivers belong to.</summary>
    string ConsumerGroup { get; }

    /// <summary>Whom it reads from.</summary>
    ServerAddress Server { get; }

    /// <summary>What the hub says of itself; <see cref="EventHubProperties.CreatedAt"/> tells one stream from its successor.</summary>
    /// <exception cref="EventHubException">The hub can't be reached, doesn't exist or refuses.</exception>
    Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken);

    /// <summary>The state of one partition at the moment of asking.</summary>
    /// <exception cref="EventHubException">The hub can't be reached, the partition doesn't exist, or the hub refuses.</exception>
    Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken);

    /// <summary>Opens a receiver at a position of one partition.</summary>
    /// <param name="partitionId">One of <see cref="EventHubProperties.PartitionIds"/>.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="ownerLevel">
    /// Among receivers of one partition and group the highest owner level wins and ends the others with
    /// <see cref="EventHubFailureReason.ConsumerDisconnected"/>; null reads without claiming.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventHubException">Also when a higher owner level already reads the partition.</exception>
    Task<IPartitionReceiver> OpenReceiverAsync(
        string partitionId, StartPosition from, long? ownerLevel, CancellationToken cancellationToken);
}
