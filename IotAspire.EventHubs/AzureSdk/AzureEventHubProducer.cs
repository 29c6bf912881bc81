using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>
/// Publishes with the Azure SDK's client, which is given and not disposed of here. The span of a send is ours, as that of the other
/// client: the SDK's own instrumentation stays off, or each send would be told twice.
/// </summary>
internal sealed class AzureEventHubProducer(EventHubProducerClient client, EventHubStatus status, EventHubsTelemetry telemetry) : IEventHubProducer
{
    private readonly AzureCall _call = new(status);
    private readonly ServerAddress _server = new(client.FullyQualifiedNamespace, Port: null);

    public async Task SendAsync(string partitionKey, IReadOnlyList<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(partitionKey);
        if (events.Count == 0)
            return;
        using var span = telemetry.StartSend(client.EventHubName, _server, events.Count);
        try
        {
            var waiting = new Queue<EventData>(events.Select(span.Mark).Select(AzureEvents.ToAzure));
            while (waiting.Count > 0)
                await _call.RunAsync("Sending", () => SendBatchAsync(partitionKey, waiting, cancellationToken), cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<bool> SendBatchAsync(string partitionKey, Queue<EventData> waiting, CancellationToken cancellationToken)
    {
        using var batch = await client.CreateBatchAsync(new CreateBatchOptions { PartitionKey = partitionKey }, cancellationToken);
        while (waiting.TryPeek(out var next) && batch.TryAdd(next))
            waiting.Dequeue();
        if (batch.Count == 0)
            throw new EventHubException(
                EventHubFailureReason.MessageSizeExceeded,
                $"An event of {waiting.Peek().EventBody.ToMemory().Length} bytes exceeds the hub's message size of {batch.MaximumSizeInBytes}.");
        await client.SendAsync(batch, cancellationToken);
        return true;
    }
}
