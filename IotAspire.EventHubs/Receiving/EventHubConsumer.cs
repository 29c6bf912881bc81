using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;

namespace IotAspire.EventHubs;

/// <summary>
/// Reads one event hub on behalf of one consumer group. Requests for properties go to the SDK's consumer client; receivers share
/// another connection, because that client only reads event by event.
/// </summary>
public class EventHubConsumer : IAsyncDisposable
{
    private const int Prefetch = 1000;

    // Events of 1 MiB each would fill the memory while the database is slow.
    private const long PrefetchBytes = 8 * 1024 * 1024;

    // Without it the SDK reads from the socket twice for every event: its length, then the rest.
    private const int ReceiveBuffer = 256 * 1024;

    private readonly EventHubConsumerClient _client;
    private readonly Lazy<EventHubConnection> _connection;
    private readonly EventHubRetryOptions _retry;
    private readonly TimeProvider _time;
    private readonly EventHubCall _call;
    private readonly HubCreation _creation;

    internal EventHubConsumer(
        EventHubConsumerClient client,
        Func<EventHubConnection> connect,
        ServerAddress server,
        EventHubRetryOptions retry,
        TimeProvider time,
        EventHubStatus status)
    {
        (_client, _connection, Server, _retry, _time) = (client, new(connect), server, retry, time);
        _call = new(status);
        _creation = new(async cancellationToken => (await client.GetEventHubPropertiesAsync(cancellationToken)).CreatedOn, time);
    }

    /// <summary>The options of the receivers' connection.</summary>
    internal static EventHubConnectionOptions ConnectionOptions => new() { ReceiveBufferSizeInBytes = ReceiveBuffer };

    /// <summary>The hub's name.</summary>
    public string EventHubName => _client.EventHubName;

    /// <summary>The consumer group that receivers belong to.</summary>
    public string ConsumerGroup => _client.ConsumerGroup;

    /// <summary>The server that it reads from.</summary>
    public ServerAddress Server { get; }

    /// <summary>The properties of the hub; <see cref="EventHubProperties.CreatedOn"/> differs between a stream and its successor.</summary>
    /// <exception cref="EventHubException">The hub can't be reached, doesn't exist or refuses.</exception>
    public Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken) => _call.RunAsync(
        "Reading the hub's properties", () => _client.GetEventHubPropertiesAsync(cancellationToken), cancellationToken);

    /// <summary>The current state of one partition.</summary>
    /// <exception cref="EventHubException">The hub can't be reached, the partition doesn't exist, or the hub refuses.</exception>
    public Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken) => _call.RunAsync(
        $"Reading the properties of partition {partitionId}", () => _client.GetPartitionPropertiesAsync(partitionId, cancellationToken), cancellationToken);

    /// <summary>Opens a receiver at a position of one partition.</summary>
    /// <param name="partitionId">One of <see cref="EventHubProperties.PartitionIds"/>.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="ownerLevel">
    /// Among receivers of one partition and group the highest owner level wins and ends the others with
    /// <see cref="EventHubFailureReason.ConsumerDisconnected"/>; null reads without claiming.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventHubException">Also when a higher owner level already reads the partition.</exception>
    public Task<StreamReceiver> OpenReceiverAsync(
        string partitionId, EventPosition from, long? ownerLevel, CancellationToken cancellationToken)
    {
        var policy = new ReceiverRetryPolicy(_retry);
        var options = new PartitionReceiverOptions
        {
            OwnerLevel = ownerLevel,
            RetryOptions = new EventHubsRetryOptions { CustomRetryPolicy = policy },
            // Several times what is asked for at once: events handed out give their credit back only afterwards, and a receive that the
            // credit left can't fill waits 20 ms for more.
            PrefetchCount = Prefetch,
            PrefetchSizeInBytes = PrefetchBytes,
            TrackLastEnqueuedEventProperties = false,
        };
        return _call.RunAsync(
            $"Opening a receiver of partition {partitionId}",
            () => new StreamReceiver(
                CreateReceiver(partitionId, from, options),
                policy,
                new StreamWatch(_creation, async token => (await AskAsync(token)).LastEnqueuedSequenceNumber, partitionId),
                AskAsync,
                _time,
                _call).OpenAsync(cancellationToken),
            cancellationToken);

        Task<PartitionProperties> AskAsync(CancellationToken token) => _client.GetPartitionPropertiesAsync(partitionId, token);
    }

    /// <summary>Closes the client and the receivers' connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await _connection.Value.DisposeAsync();
        await _client.DisposeAsync();
        _creation.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected virtual PartitionReceiver CreateReceiver(string partitionId, EventPosition from, PartitionReceiverOptions options) =>
        new(ConsumerGroup, partitionId, from, _connection.Value, options);
}
