using System.Collections.Immutable;

namespace IotAspire.EventHubs.Emulator.Codec;

// AMQP types that .NET has no type for. Everything else is its .NET counterpart: bool, byte, sbyte, ushort, short, uint,
// int, ulong, long, float, double, Guid, string, Rune (char) and ReadOnlyMemory<byte> (binary).

/// <summary>A symbolic value: ASCII text from a constrained domain.</summary>
internal readonly record struct Symbol(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A point in time: milliseconds since 1970, UTC.</summary>
internal readonly record struct Timestamp(long Milliseconds);

/// <summary>An IEEE 754 decimal, carried but not interpreted: its constructor and its bytes.</summary>
internal sealed record RawDecimal(byte Code, ImmutableArray<byte> Bytes);

/// <summary>A value with a descriptor in front that says what it means.</summary>
internal sealed record Described(object? Descriptor, object? Value);

/// <summary>A list: items of any types.</summary>
internal sealed record AmqpList(IReadOnlyList<object?> Items);

/// <summary>An array: items of one type.</summary>
internal sealed record AmqpArray(IReadOnlyList<object?> Items);

/// <summary>A map in the order in which it travelled.</summary>
internal sealed record AmqpMap(IReadOnlyList<KeyValuePair<object?, object?>> Entries)
{
    public static AmqpMap Empty { get; } = new([]);

    /// <summary>The value under a symbol or string key; null if there is none.</summary>
    public object? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (name is string text ? text == key : name is Symbol symbol && symbol.Value == key)
                    return value;
            }

            return null;
        }
    }
}

/// <summary>Constructors of the AMQP 1.0 type system (part 1, section 1.6).</summary>
internal static class FormatCode
{
    public const byte Described = 0x00;
    public const byte Null = 0x40;
    public const byte BooleanTrue = 0x41;
    public const byte BooleanFalse = 0x42;
    public const byte UIntZero = 0x43;
    public const byte ULongZero = 0x44;
    public const byte ListEmpty = 0x45;
    public const byte UByte = 0x50;
    public const byte Byte = 0x51;
    public const byte UIntSmall = 0x52;
    public const byte ULongSmall = 0x53;
    public const byte IntSmall = 0x54;
    public const byte LongSmall = 0x55;
    public const byte Boolean = 0x56;
    public const byte UShort = 0x60;
    public const byte Short = 0x61;
    public const byte UInt = 0x70;
    public const byte Int = 0x71;
    public const byte Float = 0x72;
    public const byte Char = 0x73;
    public const byte Decimal32 = 0x74;
    public const byte ULong = 0x80;
    public const byte Long = 0x81;
    public const byte Double = 0x82;
    public const byte Timestamp = 0x83;
    public const byte Decimal64 = 0x84;
    public const byte Decimal128 = 0x94;
    public const byte Uuid = 0x98;
    public const byte Binary8 = 0xa0;
    public const byte String8 = 0xa1;
    public const byte Symbol8 = 0xa3;
    public const byte Binary32 = 0xb0;
    public const byte String32 = 0xb1;
    public const byte Symbol32 = 0xb3;
    public const byte List8 = 0xc0;
    public const byte Map8 = 0xc1;
    public const byte List32 = 0xd0;
    public const byte Map32 = 0xd1;
    public const byte Array8 = 0xe0;
    public const byte Array32 = 0xf0;
}

/// <summary>Types of values, as far as a message's sections tell them apart. A described value is both: that and its own type.</summary>
[Flags]
internal enum ValueKinds
{
    Null = 0x1,
    Boolean = 0x2,
    UByte = 0x4,
    UInt = 0x8,
    ULong = 0x10,
    Timestamp = 0x20,
    Uuid = 0x40,
    Binary = 0x80,
    String = 0x100,
    Symbol = 0x200,

    /// <summary>A simple type that no field of a section has.</summary>
    Other = 0x400,
    List = 0x800,
    Map = 0x1000,
    Array = 0x2000,
    Described = 0x4000,

    Text = String | Symbol,
    Simple = Null | Boolean | UByte | UInt | ULong | Timestamp | Uuid | Binary | Text | Other,
    Any = Simple | List | Map | Array | Described,
    AnyButNull = Any & ~Null,
}
