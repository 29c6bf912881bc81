using System.Buffers;
using System.Buffers.Binary;

namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>
/// The frame around a performative: size (4 bytes), data offset in words (1), type (1), channel (2), body (part 2,
/// section 2.3). An empty body is a sign of life.
/// </summary>
internal static class Frame
{
    public const byte Amqp = 0;
    public const byte Sasl = 1;
    public const int HeaderSize = 8;

    /// <summary>Takes one frame off the front of the buffer, if a whole one is there.</summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, uint maxSize, out FrameHeader header, out ReadOnlySequence<byte> body)
    {
        header = default;
        body = default;
        if (buffer.Length < HeaderSize)
            return false;

        Span<byte> bytes = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(bytes);
        var size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var offset = bytes[4] * 4;
        if (size < HeaderSize || size > maxSize || offset < HeaderSize || offset > size)
            throw new AmqpDecodeException($"A frame of {size} bytes with its body at {offset} isn't allowed; the limit is {maxSize}.");
        if (buffer.Length < size)
            return false;

        header = new FrameHeader(bytes[5], BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        body = buffer.Slice(offset, size - offset);
        buffer = buffer.Slice(size);
        return true;
    }

    /// <summary>Appends a frame with a performative and no payload.</summary>
    public static void Write(AmqpWriter writer, byte type, ushort channel, IPerformative? performative)
    {
        var start = writer.Length;
        writer.UInt32(0);
        writer.Byte(HeaderSize / 4);
        writer.Byte(type);
        BinaryPrimitives.WriteUInt16BigEndian(writer.Append(2), channel);
        if (performative is not null)
        {
            writer.Descriptor((byte)performative.Descriptor);
            var mark = writer.BeginList(performative.FieldCount);
            performative.WriteFields(writer);
            writer.EndCompound(mark);
        }

        writer.PatchUInt32(start, (uint)(writer.Length - start));
    }
}

/// <summary>A frame's header without the size.</summary>
internal readonly record struct FrameHeader(byte Type, ushort Channel);
