using System.Collections.ObjectModel;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Reads events, and what the hub says beside them, out of AMQP messages.</summary>
internal static class EventReading
{
    private static readonly Symbol SequenceNumber = "x-opt-sequence-number";
    private static readonly Symbol Offset = "x-opt-offset";
    private static readonly Symbol EnqueuedTime = "x-opt-enqueued-time";
    private static readonly Symbol PartitionKey = "x-opt-partition-key";
    private static readonly Symbol LastSequenceNumber = "last_enqueued_sequence_number";
    private static readonly Symbol LastTime = "last_enqueued_time_utc";
    private static readonly Symbol RetrievalTime = "runtime_info_retrieval_time_utc";

    public static ReceivedEvent ToEvent(Message message)
    {
        var annotations = message.MessageAnnotations;
        return new ReceivedEvent
        {
            SequenceNumber = (long)annotations[SequenceNumber],
            Offset = (string)annotations[Offset],
            EnqueuedAt = Utc(annotations[EnqueuedTime]),
            PartitionKey = annotations[PartitionKey]?.ToString(),
            ContentType = message.Properties?.ContentType?.ToString(),
            Body = ToBody(message.BodySection),
            Properties = ToProperties(message.ApplicationProperties),
        };
    }

    /// <summary>The partition's newest event, where the hub told it.</summary>
    public static LastEnqueuedEvent? ToLastEnqueued(Message message) =>
        message.DeliveryAnnotations is { } annotations && annotations[LastSequenceNumber] is long sequenceNumber
            ? new LastEnqueuedEvent(sequenceNumber, Utc(annotations[LastTime]), Utc(annotations[RetrievalTime]))
            : null;

    // A producer of another kind may have sent something else than bytes; an empty body then tells the reader no lie about them.
    private static ReadOnlyMemory<byte> ToBody(RestrictedDescribed? section) => section switch
    {
        Data { Buffer: { } buffer } => buffer.Buffer.AsMemory(buffer.Offset, buffer.Length),
        Data { Binary: { } binary } => binary,
        DataList { Count: > 0 } list => Join(list),
        AmqpValue { Value: byte[] binary } => binary,
        AmqpValue { Value: string text } => System.Text.Encoding.UTF8.GetBytes(text),
        _ => ReadOnlyMemory<byte>.Empty,
    };

    private static byte[] Join(DataList list) =>
        [.. Enumerable.Range(0, list.Count).SelectMany(index => ToBody(list[index]).ToArray())];

    private static IReadOnlyDictionary<string, object?> ToProperties(ApplicationProperties? properties)
    {
        if (properties is null)
            return ReadOnlyDictionary<string, object?>.Empty;
        var result = new Dictionary<string, object?>(properties.Map.Count);
        foreach (var (name, value) in properties.Map)
            result[name.ToString()!] = value;
        return result;
    }

    private static DateTime Utc(object time) => DateTime.SpecifyKind((DateTime)time, DateTimeKind.Utc);
}
