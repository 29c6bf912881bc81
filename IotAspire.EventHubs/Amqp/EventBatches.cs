using System.Runtime.InteropServices;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IotAspire.EventHubs.Amqp;

/// <summary>
/// Packs events into as few messages as the hub's message size allows: one event as a plain message, several in Event
/// Hubs' batch format, whose data sections each hold one encoded message.
/// </summary>
internal static class EventBatches
{
    private const uint BatchFormat = 0x80013700;
    private const int SectionOverhead = 8;

    /// <summary>Annotations and properties around the sections; the partition key comes on top.</summary>
    private const int EnvelopeOverhead = 128;

    private static readonly Symbol PartitionKey = "x-opt-partition-key";

    public static IEnumerable<Message> Pack(string partitionKey, IEnumerable<OutgoingEvent> events, int maximumMessageSize)
    {
        var room = maximumMessageSize - EnvelopeOverhead - (4 * partitionKey.Length);
        var waiting = new List<Packed>();
        var size = 0;
        foreach (var outgoing in events)
        {
            var encoded = ToMessage(partitionKey, outgoing).Encode();
            var needed = encoded.Length + SectionOverhead;
            if (needed > room)
                throw new EventHubException(
                    EventHubFailureReason.MessageSizeExceeded, $"An event of {encoded.Length} bytes exceeds the hub's message size of {maximumMessageSize}.");
            if (size + needed > room)
            {
                yield return ToBatch(partitionKey, waiting);
                (waiting, size) = ([], 0);
            }

            waiting.Add(new Packed(outgoing, encoded));
            size += needed;
        }

        if (waiting.Count > 0)
            yield return ToBatch(partitionKey, waiting);
    }

    private static Message ToBatch(string partitionKey, List<Packed> events)
    {
        if (events is [var only])
            return ToMessage(partitionKey, only.Event);
        var sections = new DataList();
        foreach (var packed in events)
            sections.Add(new Data { Buffer = packed.Encoded });
        return new Message { Format = BatchFormat, MessageAnnotations = Annotations(partitionKey), BodySection = sections };
    }

    private static Message ToMessage(string partitionKey, OutgoingEvent outgoing)
    {
        var message = new Message
        {
            MessageAnnotations = Annotations(partitionKey),
            BodySection = new Data { Buffer = ToBuffer(outgoing.Body) },
        };
        if (outgoing.ContentType is { } contentType)
            message.Properties = new Properties { ContentType = contentType };
        if (outgoing.Properties is { Count: > 0 } properties)
        {
            message.ApplicationProperties = new ApplicationProperties();
            foreach (var (name, value) in properties)
                message.ApplicationProperties[name] = value;
        }

        return message;
    }

    private static MessageAnnotations Annotations(string partitionKey)
    {
        var annotations = new MessageAnnotations();
        annotations[PartitionKey] = partitionKey;
        return annotations;
    }

    private static ByteBuffer ToBuffer(ReadOnlyMemory<byte> body)
    {
        var bytes = MemoryMarshal.TryGetArray(body, out var segment) ? segment : new ArraySegment<byte>(body.ToArray());
        return new ByteBuffer(bytes.Array ?? [], bytes.Offset, bytes.Count, bytes.Count);
    }

    private readonly record struct Packed(OutgoingEvent Event, ByteBuffer Encoded);
}
