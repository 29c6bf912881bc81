using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Turns a stored event into what people can read.</summary>
internal static class EventReading
{
    private const int LongestBody = 16 * 1024;
    private const string PartitionKey = "x-opt-partition-key";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] SystemNames =
    [
        "messageId", "userId", "to", "subject", "replyTo", "correlationId", "contentType", "contentEncoding",
        "absoluteExpiryTime", "creationTime", "groupId", "groupSequence", "replyToGroupId",
    ];

    public static EventAnswer ToAnswer(in Record record)
    {
        var body = new MemoryStream();
        var values = new JsonArray();
        JsonNode? system = null, properties = null, annotations = null;
        var sections = new SectionReader(record.Message);
        while (sections.Next())
        {
            var value = new AmqpReader(sections.Value);
            switch (sections.Code)
            {
                case MessageSection.Data:
                    body.Write(SectionReader.Binary(sections.Value));
                    break;
                case MessageSection.Value or MessageSection.Sequence:
                    values.Add(AmqpJson.ToNode(value.ReadValue()));
                    break;
                case MessageSection.Properties:
                    system = ToSystemProperties(value.ReadValue());
                    break;
                case MessageSection.ApplicationProperties:
                    properties = AmqpJson.ToNode(value.ReadValue());
                    break;
                case MessageSection.MessageAnnotations:
                    annotations = AmqpJson.ToNode(value.ReadValue());
                    break;
            }
        }

        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        var text = ToText(bytes);
        return new EventAnswer(
            record.SequenceNumber,
            record.Offset.ToString(CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(record.EnqueuedTime).UtcDateTime,
            annotations?[PartitionKey]?.ToString(),
            text,
            text is null ? Convert.ToBase64String(bytes[..Math.Min(bytes.Length, LongestBody)]) : null,
            bytes.Length,
            bytes.Length > LongestBody,
            values.Count switch { 0 => null, 1 => values[0]?.DeepClone(), _ => values },
            system,
            properties,
            annotations);
    }

    // A cut mustn't fall into a character.
    private static string? ToText(ReadOnlySpan<byte> bytes)
    {
        var end = Math.Min(bytes.Length, LongestBody);
        while (end < bytes.Length && end > 0 && (bytes[end] & 0xc0) == 0x80)
            end--;
        try
        {
            return StrictUtf8.GetString(bytes[..end]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static JsonObject? ToSystemProperties(object? value)
    {
        if (value is not AmqpList { Items: var fields })
            return null;
        var named = new JsonObject();
        foreach (var (name, field) in SystemNames.Zip(fields))
        {
            if (field is not null)
                named[name] = AmqpJson.ToNode(field);
        }

        return named;
    }
}
