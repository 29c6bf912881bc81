using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>Events in the SDK's form and in ours.</summary>
internal static class AzureEvents
{
    public static EventData ToAzure(OutgoingEvent outgoing)
    {
        var data = new EventData(outgoing.Body);
        if (outgoing.ContentType is { } contentType)
            data.ContentType = contentType;
        foreach (var (name, value) in outgoing.Properties ?? new Dictionary<string, string>())
            data.Properties[name] = value;
        return data;
    }

    public static ReceivedEvent ToReceived(EventData data) => new()
    {
        SequenceNumber = data.SequenceNumber,
        Offset = data.OffsetString,
        EnqueuedAt = data.EnqueuedTime.UtcDateTime,
        PartitionKey = data.PartitionKey,
        ContentType = data.ContentType,
        Body = ToBody(data),
        Properties = data.Properties.ToDictionary(property => property.Key, property => (object?)property.Value),
    };

    public static LastEnqueuedEvent? ToLastEnqueued(LastEnqueuedEventProperties last) =>
        last is { SequenceNumber: { } sequenceNumber, EnqueuedTime: { } enqueued, LastReceivedTime: { } retrieved }
            ? new LastEnqueuedEvent(sequenceNumber, enqueued.UtcDateTime, retrieved.UtcDateTime)
            : null;

    public static EventPosition ToAzure(StartPosition from) => from.Kind switch
    {
        StartKind.Earliest => EventPosition.Earliest,
        StartKind.Latest => EventPosition.Latest,
        _ => EventPosition.FromSequenceNumber(from.SequenceNumber, isInclusive: true),
    };

    // A producer of another kind may have sent something else than bytes: the SDK's own accessor throws there.
    private static ReadOnlyMemory<byte> ToBody(EventData data)
    {
        var body = data.GetRawAmqpMessage().Body;
        if (body.TryGetData(out var sections))
            return sections!.ToList() is [var only] ? only : sections!.SelectMany(section => section.ToArray()).ToArray();
        if (!body.TryGetValue(out var value))
            return ReadOnlyMemory<byte>.Empty;
        return value switch
        {
            byte[] bytes => bytes,
            string text => System.Text.Encoding.UTF8.GetBytes(text),
            _ => ReadOnlyMemory<byte>.Empty,
        };
    }
}
