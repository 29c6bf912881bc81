using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace IotAspire.Tests.EventHubs;

/// <summary>The SDK's producer client without a hub: what it would send goes to a delegate, which may refuse it.</summary>
internal sealed class PretendedProducer(Action<string, IReadOnlyList<EventData>> take)
    : EventHubProducerClient("Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=a;EntityPath=telemetry")
{
    private readonly Dictionary<EventDataBatch, (string Key, List<EventData> Events)> _batches = [];

    public override ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
    {
        var events = new List<EventData>();
        var batch = EventHubsModelFactory.EventDataBatch(0, events, options);
        _batches.Add(batch, (options.PartitionKey, events));
        return ValueTask.FromResult(batch);
    }

    public override Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default)
    {
        _batches.Remove(eventBatch, out var sent);
        take(sent.Key, sent.Events);
        return Task.CompletedTask;
    }
}
