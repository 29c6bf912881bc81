using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace IotAspire.EventHubs.Emulator.Codec;

// What Skip believes, Check looks into. An event that one consumer can't decode would block its partition for all.
internal ref partial struct AmqpReader
{
    private static readonly long FirstMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    private static readonly long LastMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Steps over one value and all within it; throws unless every byte is as the type system wants it.</summary>
    public ValueKinds Check(int depth = 0)
    {
        var code = ReadByte();
        if (code != FormatCode.Described)
            return CheckBody(code, depth);

        CheckDepth(depth);
        CheckDescriptor();
        return ValueKinds.Described | Check(depth + 1);
    }

    /// <summary>Steps over one value that must be of the given types.</summary>
    public ValueKinds Check(ValueKinds allowed, int depth = 0)
    {
        var kind = Check(depth);
        return (kind & ~allowed) == 0 ? kind : throw new AmqpDecodeException($"A value is of type {kind}, which isn't allowed there.");
    }

    // Values described as parts of the protocol would be taken for these by a client: their numbers have no domain.
    private void CheckDescriptor()
    {
        var start = Position;
        var code = PeekCode();
        Check(ValueKinds.ULong | ValueKinds.Symbol);
        var descriptor = _bytes[start..Position];
        var isReserved = code switch
        {
            FormatCode.ULong => BinaryPrimitives.ReadUInt32BigEndian(descriptor[1..]) == 0,
            FormatCode.Symbol8 or FormatCode.Symbol32 => Text(descriptor).StartsWith("amqp:"u8),
            _ => true,
        };
        if (isReserved)
            throw new AmqpDecodeException("A value has a descriptor of the protocol itself.");
    }

    private ValueKinds CheckBody(byte code, int depth)
    {
        var kind = KindOf(code);
        if (kind is ValueKinds.List or ValueKinds.Map or ValueKinds.Array)
            CheckCompound(code, kind, depth);
        else
            CheckSimple(code, Take(BodyLength(code)));
        return kind;
    }

    private static void CheckSimple(byte code, ReadOnlySpan<byte> body)
    {
        var isValid = code switch
        {
            FormatCode.Boolean => body[0] <= 1,
            // A character of two UTF-16 units is none in .NET.
            FormatCode.Char => ToRune(BinaryPrimitives.ReadUInt32BigEndian(body)).IsBmp,
            FormatCode.Timestamp => IsDate(BinaryPrimitives.ReadInt64BigEndian(body)),
            FormatCode.String8 or FormatCode.String32 => Utf8.IsValid(body),
            FormatCode.Symbol8 or FormatCode.Symbol32 => Ascii.IsValid(body),
            _ => true,
        };
        if (!isValid)
            throw new AmqpDecodeException($"A value of constructor 0x{code:x2} isn't valid.");
    }

    private static bool IsDate(long milliseconds) => milliseconds >= FirstMilliseconds && milliseconds <= LastMilliseconds;

    private void CheckCompound(byte code, ValueKinds kind, int depth)
    {
        CheckDepth(depth);
        if (code == FormatCode.ListEmpty)
            return;

        var body = EnterCompound(code, out var count);
        if (kind == ValueKinds.Map)
            body.CheckEntries(count, ValueKinds.AnyButNull, ValueKinds.Any, depth + 1);
        else if (kind == ValueKinds.Array)
            body.CheckArray(count, depth + 1);
        else
            body.CheckItems(count, depth + 1);
        body.CheckEnd();
    }

    /// <summary>Steps over the body of a list, map or array; returns a reader over its items.</summary>
    public AmqpReader EnterCompound(byte code, out int count)
    {
        var body = new AmqpReader(Take(BodyLength(code)));
        count = (code & 0x10) != 0 ? body.ReadLength() : body.ReadByte();
        return new AmqpReader(body.Remaining);
    }

    private void CheckItems(int count, int depth)
    {
        for (var i = 0; i < count; i++)
            Check(depth);
    }

    private void CheckArray(int count, int depth)
    {
        var code = ReadByte();
        // AMQPNetLite knows no type to make an array of nulls from, nor of described items.
        if (KindOf(code) == ValueKinds.Null)
            throw new AmqpDecodeException("An array holds nulls.");
        if (count > MaxEmptyItems && code >> 4 == 0x4)
            throw new AmqpDecodeException("An array repeats an empty item too often.");
        for (var i = 0; i < count; i++)
            CheckBody(code, depth);
    }

    private readonly void CheckEnd()
    {
        if (!AtEnd)
            throw new AmqpDecodeException("A list, map or array is longer than its items.");
    }

    private static ValueKinds KindOf(byte code) => code switch
    {
        FormatCode.Null => ValueKinds.Null,
        FormatCode.BooleanTrue or FormatCode.BooleanFalse or FormatCode.Boolean => ValueKinds.Boolean,
        FormatCode.UByte => ValueKinds.UByte,
        FormatCode.UIntZero or FormatCode.UIntSmall or FormatCode.UInt => ValueKinds.UInt,
        FormatCode.ULongZero or FormatCode.ULongSmall or FormatCode.ULong => ValueKinds.ULong,
        FormatCode.Timestamp => ValueKinds.Timestamp,
        FormatCode.Uuid => ValueKinds.Uuid,
        FormatCode.Binary8 or FormatCode.Binary32 => ValueKinds.Binary,
        FormatCode.String8 or FormatCode.String32 => ValueKinds.String,
        FormatCode.Symbol8 or FormatCode.Symbol32 => ValueKinds.Symbol,
        FormatCode.ListEmpty or FormatCode.List8 or FormatCode.List32 => ValueKinds.List,
        FormatCode.Map8 or FormatCode.Map32 => ValueKinds.Map,
        FormatCode.Array8 or FormatCode.Array32 => ValueKinds.Array,
        FormatCode.Byte or FormatCode.UShort or FormatCode.Short or FormatCode.IntSmall or FormatCode.Int
            or FormatCode.LongSmall or FormatCode.Long or FormatCode.Float or FormatCode.Double or FormatCode.Char
            or FormatCode.Decimal32 or FormatCode.Decimal64 or FormatCode.Decimal128 => ValueKinds.Other,
        _ => throw Unknown(code),
    };
}
