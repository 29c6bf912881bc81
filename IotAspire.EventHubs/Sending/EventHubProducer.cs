using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace IotAspire.EventHubs;

/// <summary>
/// Publishes events to one event hub. The span of a send is ours, so that its context travels in the events' properties, which they
/// share; the SDK's own instrumentation stays off, or each send would have two spans.
/// </summary>
public sealed class EventHubProducer : IAsyncDisposable
{
    private readonly EventHubProducerClient _client;
    private readonly ServerAddress _server;
    private readonly EventHubsTelemetry _telemetry;
    private readonly EventHubCall _call;

    internal EventHubProducer(EventHubProducerClient client, ServerAddress server, EventHubStatus status, EventHubsTelemetry telemetry) =>
        (_client, _server, _telemetry, _call) = (client, server, telemetry, new(status));

    /// <summary>
    /// Sends the events in order to the partition that <paramref name="partitionKey"/> belongs to, in as few batches as
    /// the hub's message size allows. Returns when the hub has accepted all of them.
    /// </summary>
    /// <param name="partitionKey">At most 128 characters; equal keys share a partition.</param>
    /// <param name="events">In the order in which the partition keeps them.</param>
    /// <param name="cancellationToken">Gives up; whether the hub took the events is then unknown.</param>
    /// <exception cref="EventHubException">
    /// After the retries of <see cref="EventHubRetryOptions"/>. Sending again may store an event twice: consumers must expect it.
    /// </exception>
    public async Task SendAsync(string partitionKey, IReadOnlyList<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(partitionKey);
        if (events.Count == 0)
            return;
        using var span = _telemetry.StartSend(_client.EventHubName, _server, events.Count);
        try
        {
            for (var sent = 0; sent < events.Count;)
            {
                var first = sent;
                sent += await _call.RunAsync("Sending", () => SendBatchAsync(partitionKey, events, first, span, cancellationToken), cancellationToken);
            }
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    /// <summary>Closes the client.</summary>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<int> SendBatchAsync(
        string partitionKey, IReadOnlyList<OutgoingEvent> events, int first, SendSpan span, CancellationToken cancellationToken)
    {
        using var batch = await _client.CreateBatchAsync(new CreateBatchOptions { PartitionKey = partitionKey }, cancellationToken);
        while (first + batch.Count < events.Count && batch.TryAdd(ToAzure(span.Mark(events[first + batch.Count]))))
        {
            // As many as it takes.
        }

        if (batch.Count == 0)
            throw new EventHubException(
                EventHubFailureReason.MessageSizeExceeded,
                $"An event of {events[first].Body.Length} bytes exceeds the hub's message size of {batch.MaximumSizeInBytes}.");
        await _client.SendAsync(batch, cancellationToken);
        return batch.Count;
    }

    private static EventData ToAzure(OutgoingEvent outgoing)
    {
        var data = new EventData(outgoing.Body);
        if (outgoing.ContentType is { } contentType)
            data.ContentType = contentType;
        foreach (var (name, value) in outgoing.Properties ?? new Dictionary<string, string>())
            data.Properties[name] = value;
        return data;
    }
}

/// <summary>An event to publish.</summary>
/// <param name="Body">The payload; not copied, so leave it alone until the send returns.</param>
public sealed record OutgoingEvent(ReadOnlyMemory<byte> Body)
{
    /// <summary>Media type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Application properties, such as <c>schema</c> and <c>traceparent</c>.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}
