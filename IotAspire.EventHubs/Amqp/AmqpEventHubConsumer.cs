using Amqp.Types;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Reads over one AMQP connection, with one session and link for each receiver.</summary>
internal sealed class AmqpEventHubConsumer(AmqpClientOptions options, string consumerGroup) : IEventHubConsumer
{
    private const string HubType = "com.microsoft:eventhub";
    private const string PartitionType = "com.microsoft:partition";

    private readonly AmqpPeerSource _peers = new(options);
    private readonly Retrying _retrying = options.CreateRetrying();

    public string EventHubName => options.Hub.EventHubName;

    public string ConsumerGroup { get; } = consumerGroup;

    public ServerAddress Server => options.Server;

    public async Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken)
    {
        var map = await ReadAsync(HubType, null, cancellationToken);
        return new EventHubProperties((string)map["name"], (DateTime)map["created_at"], (string[])map["partition_ids"]);
    }

    public async Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken)
    {
        var map = await ReadAsync(PartitionType, partitionId, cancellationToken);
        return new PartitionProperties(
            (string)map["partition"],
            (bool)map["is_partition_empty"],
            (long)map["begin_sequence_number"],
            (long)map["last_enqueued_sequence_number"],
            (string)map["last_enqueued_offset"],
            (DateTime)map["last_enqueued_time_utc"]);
    }

    public Task<IPartitionReceiver> OpenReceiverAsync(
        string partitionId, StartPosition from, long? ownerLevel, CancellationToken cancellationToken)
    {
        var link = new ReceiveLink(EventHubName, ConsumerGroup, partitionId, from, ownerLevel);
        return _retrying.RunAsync<IPartitionReceiver>(
            $"Opening a receiver of partition {partitionId}",
            async () => await AmqpPartitionReceiver.OpenAsync(await _peers.GetAsync(cancellationToken), link, options, cancellationToken),
            cancellationToken);
    }

    public ValueTask DisposeAsync() => _peers.DisposeAsync();

    private Task<Map> ReadAsync(string type, string? partitionId, CancellationToken cancellationToken) => _retrying.RunAsync(
        partitionId is null ? "Reading the hub's properties" : $"Reading the properties of partition {partitionId}",
        async () => await (await _peers.GetAsync(cancellationToken)).ReadAsync(type, partitionId, cancellationToken),
        cancellationToken);
}
