using System.Buffers.Binary;
using System.Text;

namespace IotAspire.EventHubs.Emulator.Codec;

internal ref partial struct AmqpReader
{
    /// <summary>Reads a value of any type as the object that <see cref="AmqpWriter.WriteValue"/> would write.</summary>
    public object? ReadValue(int depth = 0)
    {
        var code = ReadByte();
        if (code != FormatCode.Described)
            return ReadBody(code, depth);

        CheckDepth(depth);
        return new Described(ReadValue(depth + 1), ReadValue(depth + 1));
    }

    /// <summary>Reads what follows a constructor.</summary>
    public object? ReadBody(byte code, int depth) => code switch
    {
        FormatCode.Null => null,
        FormatCode.BooleanTrue => true,
        FormatCode.BooleanFalse => false,
        FormatCode.UIntZero => 0u,
        FormatCode.ULongZero => 0ul,
        _ when code >> 4 is >= 0x5 and <= 0x9 => ReadFixed(code, Take(BodyLength(code))),
        _ when code >> 4 is 0xa or 0xb => ReadVariable(code, Take(BodyLength(code))),
        _ => ReadCompound(code, depth),
    };

    private static object ReadFixed(byte code, ReadOnlySpan<byte> body) => code switch
    {
        FormatCode.Boolean => body[0] != 0,
        FormatCode.UByte => body[0],
        FormatCode.Byte => (sbyte)body[0],
        FormatCode.UIntSmall => (uint)body[0],
        FormatCode.ULongSmall => (ulong)body[0],
        FormatCode.IntSmall => (int)(sbyte)body[0],
        FormatCode.LongSmall => (long)(sbyte)body[0],
        FormatCode.UShort => BinaryPrimitives.ReadUInt16BigEndian(body),
        FormatCode.Short => BinaryPrimitives.ReadInt16BigEndian(body),
        FormatCode.UInt => BinaryPrimitives.ReadUInt32BigEndian(body),
        FormatCode.Int => BinaryPrimitives.ReadInt32BigEndian(body),
        FormatCode.Float => BinaryPrimitives.ReadSingleBigEndian(body),
        FormatCode.Char => ToRune(BinaryPrimitives.ReadUInt32BigEndian(body)),
        FormatCode.ULong => BinaryPrimitives.ReadUInt64BigEndian(body),
        FormatCode.Long => BinaryPrimitives.ReadInt64BigEndian(body),
        FormatCode.Double => BinaryPrimitives.ReadDoubleBigEndian(body),
        FormatCode.Timestamp => new Timestamp(BinaryPrimitives.ReadInt64BigEndian(body)),
        FormatCode.Uuid => new Guid(body, bigEndian: true),
        FormatCode.Decimal32 or FormatCode.Decimal64 or FormatCode.Decimal128 => new RawDecimal(code, [.. body]),
        _ => throw Unknown(code),
    };

    private static object ReadVariable(byte code, ReadOnlySpan<byte> body) => code switch
    {
        FormatCode.Binary8 or FormatCode.Binary32 => new ReadOnlyMemory<byte>(body.ToArray()),
        FormatCode.String8 or FormatCode.String32 => Encoding.UTF8.GetString(body),
        FormatCode.Symbol8 or FormatCode.Symbol32 => new Symbol(Encoding.ASCII.GetString(body)),
        _ => throw Unknown(code),
    };

    private object ReadCompound(byte code, int depth)
    {
        CheckDepth(depth);
        if (code == FormatCode.ListEmpty)
            return new AmqpList([]);

        var wide = (code & 0x10) != 0;
        var body = new AmqpReader(Take(BodyLength(code)));
        var count = wide ? body.ReadLength() : body.ReadByte();
        return code switch
        {
            FormatCode.List8 or FormatCode.List32 => new AmqpList(body.ReadItems(count, depth + 1)),
            FormatCode.Map8 or FormatCode.Map32 => body.ReadEntries(count, depth + 1),
            FormatCode.Array8 or FormatCode.Array32 => body.ReadArray(count, depth + 1),
            _ => throw Unknown(code),
        };
    }

    // A count isn't believed until the items are there: a list grows as it is read.
    private List<object?> ReadItems(int count, int depth)
    {
        var items = new List<object?>();
        for (var i = 0; i < count; i++)
            items.Add(ReadValue(depth));
        return items;
    }

    private AmqpMap ReadEntries(int count, int depth)
    {
        if (count % 2 != 0)
            throw new AmqpDecodeException("A map holds a key without a value.");
        var entries = new List<KeyValuePair<object?, object?>>();
        for (var i = 0; i < count; i += 2)
            entries.Add(new(ReadValue(depth), ReadValue(depth)));
        return new AmqpMap(entries);
    }

    private AmqpArray ReadArray(int count, int depth)
    {
        var items = new List<object?>();
        if (count == 0)
            return new AmqpArray(items);

        var code = ReadByte();
        var descriptor = code == FormatCode.Described ? ReadValue(depth) : null;
        var itemCode = code == FormatCode.Described ? ReadByte() : code;
        // Items of no width would let a few bytes stand for billions of objects.
        if (count > MaxEmptyItems && itemCode >> 4 == 0x4)
            throw new AmqpDecodeException("An array repeats an empty item too often.");
        for (var i = 0; i < count; i++)
        {
            var value = ReadBody(itemCode, depth);
            items.Add(code == FormatCode.Described ? new Described(descriptor, value) : value);
        }

        return new AmqpArray(items);
    }

    private const int MaxEmptyItems = 1024;

    private static Rune ToRune(uint scalar) =>
        Rune.IsValid(scalar) ? new Rune(scalar) : throw new AmqpDecodeException("A char isn't a Unicode scalar value.");

    private static AmqpDecodeException Unknown(byte code) => new($"0x{code:x2} isn't a constructor.");
}
