using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>Messages by their sections.</summary>
internal static class RawMessage
{
    public static byte[] Encode(params IEnumerable<(byte Section, object? Value)> sections)
    {
        using var writer = new AmqpWriter();
        foreach (var (section, value) in sections)
        {
            writer.Descriptor(section);
            writer.WriteValue(value);
        }

        return writer.Written.ToArray();
    }

    /// <summary>An event with that body, as a section of data.</summary>
    public static byte[] Event(string text) => Encode((MessageSection.Data, Binary(System.Text.Encoding.UTF8.GetBytes(text))));

    /// <summary>Many events in one message, as Event Hubs' clients batch them.</summary>
    public static byte[] Batch(params IEnumerable<byte[]> events) =>
        Encode(events.Select(message => (MessageSection.Data, (object?)Binary(message))));

    /// <summary>A request to a node.</summary>
    public static byte[] Request(string id, string? replyTo, object? body, params IEnumerable<(string Name, object? Value)> arguments) => Encode(
        (MessageSection.Properties, new AmqpList([id, null, null, null, replyTo])),
        (MessageSection.ApplicationProperties, Map(arguments)),
        (MessageSection.Value, body));

    /// <summary>The sections of a message; of repeated ones the last.</summary>
    public static Dictionary<byte, object?> Decode(ReadOnlySpan<byte> message)
    {
        var result = new Dictionary<byte, object?>();
        var sections = new SectionReader(message);
        while (sections.Next())
            result[sections.Code] = new AmqpReader(sections.Value).ReadValue();
        return result;
    }

    public static AmqpMap Map(params IEnumerable<(string Name, object? Value)> entries) =>
        new([.. entries.Select(entry => KeyValuePair.Create((object?)entry.Name, entry.Value))]);

    private static ReadOnlyMemory<byte> Binary(byte[] bytes) => bytes;
}
