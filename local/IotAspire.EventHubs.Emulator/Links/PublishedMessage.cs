using System.Text;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Takes a published message apart into its events: one, or the many of Event Hubs' batch format.</summary>
internal static class PublishedMessage
{
    /// <summary>Message format of a batch: each data section holds one encoded message.</summary>
    public const uint BatchFormat = 0x80013700;

    private const int MaxKeyLength = 128;

    /// <summary>
    /// Adds the events to the batch; returns the partition key of the whole, if there is one. A message that a consumer
    /// couldn't decode is refused as a whole; the connection that sent it is none the worse.
    /// </summary>
    public static string? Read(ReadOnlySpan<byte> payload, uint format, EventBatch batch)
    {
        try
        {
            return format == BatchFormat ? ReadBatch(payload, batch) : ReadEvent(payload, batch, default);
        }
        catch (AmqpDecodeException exception)
        {
            throw new AmqpException(AmqpError.Decode(exception.Message));
        }
    }

    private static string? ReadBatch(ReadOnlySpan<byte> payload, EventBatch batch)
    {
        var envelopeKey = default(ReadOnlySpan<byte>);
        var sections = new SectionReader(payload);
        var check = default(SectionCheck);
        while (sections.Next())
        {
            check.Next(sections.Code, sections.Value);
            if (sections.Code == MessageSection.MessageAnnotations)
                envelopeKey = Limited(new AnnotationReader(sections.Value).FindPartitionKey());
            else if (sections.Code == MessageSection.Data)
                ReadEvent(SectionReader.Binary(sections.Value), batch, envelopeKey);
            else if (sections.Code is MessageSection.Sequence or MessageSection.Value)
                throw new AmqpDecodeException($"{MessageSection.Name(sections.Code)}: the events of a batch are in data sections.");
        }

        return ToKey(envelopeKey);
    }

    // The message without header and annotations is kept as it is; the partition writes its annotations before it. Of the header stays
    // what the publisher says of the message, not what a broker says of a delivery.
    private static string? ReadEvent(ReadOnlySpan<byte> message, EventBatch batch, ReadOnlySpan<byte> envelopeKey)
    {
        var start = batch.Bytes.Length;
        var (pairs, bare) = (0, message.Length);
        var key = envelopeKey;
        var keyKept = false;
        var annotations = default(ReadOnlySpan<byte>);
        var deliveryAnnotations = default(ReadOnlySpan<byte>);
        var sections = new SectionReader(message);
        var check = default(SectionCheck);
        while (sections.Next())
        {
            check.Next(sections.Code, sections.Value);
            if (sections.Code == MessageSection.Header)
                WriteHeader(batch.Bytes, sections.Value);
            else if (sections.Code == MessageSection.DeliveryAnnotations)
                deliveryAnnotations = sections.Value;
            else if (sections.Code == MessageSection.MessageAnnotations)
                annotations = sections.Value;
            else if (bare == message.Length)
                bare = sections.Start;
        }

        if (!deliveryAnnotations.IsEmpty)
        {
            batch.Bytes.Descriptor(MessageSection.DeliveryAnnotations);
            batch.Bytes.Bytes(deliveryAnnotations);
        }

        var headLength = batch.Bytes.Length - start;
        if (!annotations.IsEmpty)
        {
            pairs += new AnnotationReader(annotations).CopyTo(batch.Bytes, out var own);
            keyKept = !own.IsEmpty;
            own = Limited(own);
            key = key.IsEmpty ? own : key;
        }

        if (!keyKept && !envelopeKey.IsEmpty)
            pairs += WriteKey(batch.Bytes, envelopeKey);
        var annotationsLength = batch.Bytes.Length - start - headLength;
        batch.Bytes.Bytes(message[bare..]);
        batch.Add(start, headLength, pairs, annotationsLength);
        return ToKey(key);
    }

    // Durable, priority and time to live.
    private static void WriteHeader(AmqpWriter writer, ReadOnlySpan<byte> header)
    {
        var fields = new AmqpReader(header).ReadValue() as AmqpList;
        List<object?> kept = [.. fields?.Items.Take(3) ?? []];
        if (kept.All(field => field is null))
            return;
        writer.Descriptor(MessageSection.Header);
        writer.WriteValue(new AmqpList(kept));
    }

    private static int WriteKey(AmqpWriter writer, ReadOnlySpan<byte> encodedKey)
    {
        writer.ShortSymbol(Annotation.PartitionKey);
        writer.Bytes(encodedKey);
        return 1;
    }

    // Each event of a batch carries the key, so an endless one would multiply.
    private static ReadOnlySpan<byte> Limited(ReadOnlySpan<byte> encodedKey) => encodedKey.Length <= MaxKeyLength || Encoding.UTF8.GetCharCount(Utf8Of(encodedKey)) <= MaxKeyLength
        ? encodedKey
        : throw new AmqpException(AmqpError.Argument($"A partition key is longer than {MaxKeyLength} characters."));

    private static string? ToKey(ReadOnlySpan<byte> encoded) => encoded.IsEmpty ? null : Encoding.UTF8.GetString(Utf8Of(encoded));

    private static ReadOnlySpan<byte> Utf8Of(ReadOnlySpan<byte> encoded) =>
        encoded[0] is FormatCode.String8 or FormatCode.Symbol8 ? encoded[2..] : encoded[5..];
}
