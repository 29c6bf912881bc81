using System.Buffers.Binary;

namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>
/// Walks over encoded values without allocating. Every length is checked against what is there before it is believed;
/// whatever doesn't fit throws <see cref="AmqpDecodeException"/>.
/// </summary>
internal ref partial struct AmqpReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Deeper nesting than any client sends; bounds the stack.</summary>
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _bytes.Length;

    public readonly ReadOnlySpan<byte> Remaining => _bytes[Position..];

    public byte PeekCode() => Position < _bytes.Length ? _bytes[Position] : throw Truncated();

    public byte ReadByte() => Take(1)[0];

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _bytes.Length - Position)
            throw Truncated();
        var taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }

    /// <summary>The bytes of a text or a binary, without their length.</summary>
    public ReadOnlySpan<byte> TakeBody(byte code) => Take(BodyLength(code));

    /// <summary>Steps over one value of any type.</summary>
    public void Skip(int depth = 0)
    {
        var code = ReadByte();
        if (code == FormatCode.Described)
        {
            CheckDepth(depth);
            Skip(depth + 1);
            Skip(depth + 1);
            return;
        }

        Take(BodyLength(code));
    }

    /// <summary>The descriptor of a described value as a number; symbolic descriptors aren't used on performatives or sections.</summary>
    public ulong ReadDescriptor()
    {
        if (ReadByte() != FormatCode.Described)
            throw new AmqpDecodeException("A described value was expected.");
        return ReadByte() switch
        {
            FormatCode.ULongSmall => ReadByte(),
            FormatCode.ULong => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            FormatCode.ULongZero => 0,
            var code => throw new AmqpDecodeException($"0x{code:x2} isn't a numeric descriptor."),
        };
    }

    /// <summary>Enters a list: a reader over its items that knows how many there are.</summary>
    public FieldReader ReadList()
    {
        var code = ReadByte();
        return code switch
        {
            FormatCode.ListEmpty or FormatCode.Null => new FieldReader([], 0),
            FormatCode.List8 => Compound(ReadByte(), wide: false),
            FormatCode.List32 => Compound(ReadLength(), wide: true),
            _ => throw new AmqpDecodeException($"0x{code:x2} isn't a list."),
        };
    }

    /// <summary>Enters a map in place: its keys and values follow. Returns the number of both together.</summary>
    public int EnterMap()
    {
        var code = ReadByte();
        var wide = code == FormatCode.Map32;
        if (code == FormatCode.Null)
            return 0;
        if (!wide && code != FormatCode.Map8)
            throw new AmqpDecodeException($"0x{code:x2} isn't a map.");
        Take(wide ? 4 : 1);
        return wide ? ReadLength() : ReadByte();
    }

    private FieldReader Compound(int size, bool wide)
    {
        var body = new AmqpReader(Take(size));
        var count = wide ? body.ReadLength() : body.ReadByte();
        return new FieldReader(body.Remaining, count);
    }

    private int ReadLength()
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(Take(4));
        return length <= int.MaxValue ? (int)length : throw Truncated();
    }

    // The upper half of a constructor says how the length is found (part 1, section 1.2).
    private int BodyLength(byte code) => (code >> 4) switch
    {
        0x4 => 0,
        0x5 => 1,
        0x6 => 2,
        0x7 => 4,
        0x8 => 8,
        0x9 => 16,
        0xa or 0xc or 0xe => ReadByte(),
        0xb or 0xd or 0xf => ReadLength(),
        _ => throw new AmqpDecodeException($"0x{code:x2} isn't a constructor."),
    };

    public static void CheckDepth(int depth)
    {
        if (depth >= MaxDepth)
            throw new AmqpDecodeException($"Values are nested deeper than {MaxDepth}.");
    }

    private static AmqpDecodeException Truncated() => new("A value is longer than the bytes that hold it.");
}
