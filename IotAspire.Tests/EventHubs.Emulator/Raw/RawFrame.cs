using System.Buffers.Binary;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>A frame as it is: its performative's fields undecoded into types, and the payload behind them.</summary>
internal sealed record RawFrame(ushort Channel, ulong Code, IReadOnlyList<object?> Fields, byte[] Payload)
{
    /// <summary>All texts among the fields, however deep: an error's condition and description are some of them.</summary>
    public string Texts => string.Join(' ', Fields.SelectMany(Flat));

    public static byte[] Encode(IPerformative performative, ushort channel, byte[]? payload = null, byte type = Frame.Amqp)
    {
        using var writer = new AmqpWriter();
        Frame.Write(writer, type, channel, performative);
        byte[] bytes = [.. writer.Written, .. payload ?? []];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        return bytes;
    }

    public static RawFrame Decode(FrameHeader header, ReadOnlySpan<byte> body)
    {
        var reader = new AmqpReader(body);
        var performative = (Described)reader.ReadValue()!;
        return new RawFrame(header.Channel, (ulong)performative.Descriptor!, ((AmqpList)performative.Value!).Items, reader.Remaining.ToArray());
    }

    private static IEnumerable<string> Flat(object? value) => value switch
    {
        Described described => Flat(described.Value),
        AmqpList list => list.Items.SelectMany(Flat),
        string text => [text],
        Symbol symbol => [symbol.Value],
        _ => [],
    };
}
