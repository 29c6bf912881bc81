using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>
/// Reads with the Azure SDK: questions go to its consumer client, which is given and not disposed of here; receivers share one
/// connection of their own, because the consumer client hands out only event by event.
/// </summary>
internal sealed class AzureEventHubConsumer(
    EventHubConsumerClient client, Func<EventHubConnection> connect, EventHubRetryOptions retry, TimeProvider time, EventHubStatus status)
    : IEventHubConsumer
{
    private readonly AzureCall _call = new(status);
    private readonly HubCreation _creation = HubCreation.Of(client, time);
    private readonly Lazy<EventHubConnection> _connection = new(connect);

    public string EventHubName => client.EventHubName;

    public string ConsumerGroup => client.ConsumerGroup;

    public ServerAddress Server { get; } = new(client.FullyQualifiedNamespace, Port: null);

    public Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken) => _call.RunAsync(
        "Reading the hub's properties",
        async () =>
        {
            var properties = await client.GetEventHubPropertiesAsync(cancellationToken);
            return new EventHubProperties(properties.Name, properties.CreatedOn.UtcDateTime, properties.PartitionIds);
        },
        cancellationToken);

    public Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken) => _call.RunAsync(
        $"Reading the properties of partition {partitionId}",
        async () =>
        {
            var properties = await client.GetPartitionPropertiesAsync(partitionId, cancellationToken);
            return new PartitionProperties(
                properties.Id,
                properties.IsEmpty,
                properties.BeginningSequenceNumber,
                properties.LastEnqueuedSequenceNumber,
                properties.LastEnqueuedOffsetString,
                properties.LastEnqueuedTime.UtcDateTime);
        },
        cancellationToken);

    public Task<IPartitionReceiver> OpenReceiverAsync(
        string partitionId, StartPosition from, long? ownerLevel, CancellationToken cancellationToken)
    {
        var policy = new ReceiverRetryPolicy(retry);
        var options = new PartitionReceiverOptions
        {
            OwnerLevel = ownerLevel,
            RetryOptions = new EventHubsRetryOptions { CustomRetryPolicy = policy },
            TrackLastEnqueuedEventProperties = true,
        };
        return _call.RunAsync<IPartitionReceiver>(
            $"Opening a receiver of partition {partitionId}",
            async () => await AzurePartitionReceiver.OpenAsync(
                new PartitionReceiver(ConsumerGroup, partitionId, AzureEvents.ToAzure(from), _connection.Value, options),
                policy,
                new StreamWatch(_creation, token => LastSequenceNumberAsync(partitionId, token), partitionId),
                _call,
                cancellationToken),
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await _connection.Value.DisposeAsync();
        _creation.Dispose();
    }

    private async Task<long> LastSequenceNumberAsync(string partitionId, CancellationToken cancellationToken) =>
        (await client.GetPartitionPropertiesAsync(partitionId, cancellationToken)).LastEnqueuedSequenceNumber;
}
