using System.Buffers.Binary;
using System.Text;

namespace IotAspire.EventHubs.Emulator.Codec;

internal sealed partial class AmqpWriter
{
    /// <summary>Writes a value of any type that <see cref="AmqpReader.ReadValue"/> returns.</summary>
    public void WriteValue(object? value)
    {
        if (value is Described described)
        {
            Byte(FormatCode.Described);
            WriteValue(described.Descriptor);
            WriteValue(described.Value);
            return;
        }

        // Some clients read a boolean in its one-byte form as a number.
        if (value is bool flag)
        {
            Byte(flag ? FormatCode.BooleanTrue : FormatCode.BooleanFalse);
            return;
        }

        Byte(CodeOf(value));
        Body(value);
    }

    private static byte CodeOf(object? value) => value switch
    {
        null => FormatCode.Null,
        bool => FormatCode.Boolean,
        byte => FormatCode.UByte,
        sbyte => FormatCode.Byte,
        ushort => FormatCode.UShort,
        short => FormatCode.Short,
        uint => FormatCode.UInt,
        int => FormatCode.Int,
        ulong => FormatCode.ULong,
        long => FormatCode.Long,
        float => FormatCode.Float,
        double => FormatCode.Double,
        Rune => FormatCode.Char,
        Timestamp => FormatCode.Timestamp,
        Guid => FormatCode.Uuid,
        RawDecimal number => number.Code,
        ReadOnlyMemory<byte> => FormatCode.Binary32,
        string => FormatCode.String32,
        Symbol => FormatCode.Symbol32,
        AmqpList => FormatCode.List32,
        AmqpMap => FormatCode.Map32,
        AmqpArray => FormatCode.Array32,
        _ => throw new ArgumentException($"{value.GetType().Name} has no AMQP type.", nameof(value)),
    };

    private void Body(object? value)
    {
        switch (value)
        {
            case null: break;
            case bool flag: Byte(flag ? (byte)1 : (byte)0); break;
            case byte number: Byte(number); break;
            case sbyte number: Byte((byte)number); break;
            case ushort number: BinaryPrimitives.WriteUInt16BigEndian(Append(2), number); break;
            case short number: BinaryPrimitives.WriteInt16BigEndian(Append(2), number); break;
            case uint number: UInt32(number); break;
            case int number: UInt32((uint)number); break;
            case ulong number: UInt64(number); break;
            case long number: UInt64((ulong)number); break;
            case float number: BinaryPrimitives.WriteSingleBigEndian(Append(4), number); break;
            case double number: BinaryPrimitives.WriteDoubleBigEndian(Append(8), number); break;
            case Rune rune: UInt32((uint)rune.Value); break;
            case Timestamp time: UInt64((ulong)time.Milliseconds); break;
            case Guid guid: guid.TryWriteBytes(Append(16), bigEndian: true, out _); break;
            case RawDecimal number: Bytes(number.Bytes.AsSpan()); break;
            default: VariableBody(value); break;
        }
    }

    private void VariableBody(object value)
    {
        switch (value)
        {
            case ReadOnlyMemory<byte> binary:
                UInt32((uint)binary.Length);
                Bytes(binary.Span);
                break;
            case string text: Text(Encoding.UTF8, text); break;
            case Symbol symbol: Text(Encoding.ASCII, symbol.Value); break;
            case AmqpList list: ListBody(list); break;
            case AmqpMap map: MapBody(map); break;
            case AmqpArray array: ArrayBody(array); break;
        }
    }

    private void ListBody(AmqpList list)
    {
        var mark = BeginBody(list.Items.Count);
        foreach (var item in list.Items)
            WriteValue(item);
        EndCompound(mark);
    }

    private void MapBody(AmqpMap map)
    {
        var mark = BeginBody(map.Entries.Count * 2);
        foreach (var (key, value) in map.Entries)
        {
            WriteValue(key);
            WriteValue(value);
        }

        EndCompound(mark);
    }

    // One constructor stands before all items, so all must share it.
    private void ArrayBody(AmqpArray array)
    {
        var mark = BeginBody(array.Items.Count);
        var first = array.Items.Count == 0 ? null : array.Items[0];
        if (first is Described described)
        {
            Byte(FormatCode.Described);
            WriteValue(described.Descriptor);
        }

        var code = CodeOf(Undescribed(first));
        Byte(code);
        foreach (var item in array.Items)
        {
            if (CodeOf(Undescribed(item)) != code)
                throw new ArgumentException("The items of an array must be of one type.", nameof(array));
            Body(Undescribed(item));
        }

        EndCompound(mark);
    }

    private static object? Undescribed(object? item) => item is Described described ? described.Value : item;
}
