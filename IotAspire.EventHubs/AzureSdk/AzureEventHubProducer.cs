using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>Publishes with the Azure SDK's client, which is given and not disposed of here.</summary>
internal sealed class AzureEventHubProducer(EventHubProducerClient client, EventHubStatus status) : IEventHubProducer
{
    private readonly AzureCall _call = new(status);

    public async Task SendAsync(string partitionKey, IReadOnlyList<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(partitionKey);
        if (events.Count == 0)
            return;
        using var span = SendSpan.Start(client.EventHubName, client.FullyQualifiedNamespace, port: null, events.Count);
        try
        {
            var waiting = new Queue<EventData>(events.Select(span.Stamp).Select(AzureEvents.ToAzure));
            while (waiting.Count > 0)
                await _call.RunAsync("Sending", () => SendBatchAsync(partitionKey, waiting, cancellationToken), cancellationToken);
        }
        catch (EventHubException exception)
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
