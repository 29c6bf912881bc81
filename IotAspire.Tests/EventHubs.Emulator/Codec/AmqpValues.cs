using System.Text;
using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Codec;

/// <summary>Random values of every AMQP type, and shorthands for encoding.</summary>
internal static class AmqpValues
{
    private static readonly Gen<object?> Scalar = Gen.OneOf<object?>(
        Gen.Const((object?)null),
        Gen.Bool.Select(value => (object?)value),
        Gen.Byte.Select(value => (object?)value),
        Gen.SByte.Select(value => (object?)value),
        Gen.UShort.Select(value => (object?)value),
        Gen.Short.Select(value => (object?)value),
        Gen.UInt.Select(value => (object?)value),
        Gen.Int.Select(value => (object?)value),
        Gen.ULong.Select(value => (object?)value),
        Gen.Long.Select(value => (object?)value),
        Gen.Float.Select(value => (object?)value),
        Gen.Double.Select(value => (object?)value),
        Gen.Char['a', 'z'].Select(value => (object?)new Rune(value)),
        Gen.Long.Select(value => (object?)new Timestamp(value)),
        Gen.Guid.Select(value => (object?)value),
        Gen.Byte.Array[0, 300].Select(value => (object?)new ReadOnlyMemory<byte>(value)),
        Gen.String[Gen.Char['\u0020', '\u07ff'], 0, 300].Select(value => (object?)value),
        Gen.String[Gen.Char['a', 'z'], 0, 300].Select(value => (object?)new Symbol(value)));

    public static Gen<object?> Any { get; } = Nested(3);

    public static byte[] Encode(object? value)
    {
        using var writer = new AmqpWriter();
        writer.WriteValue(value);
        return writer.Written.ToArray();
    }

    public static object? Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new AmqpReader(bytes);
        var value = reader.ReadValue();
        Assert.True(reader.AtEnd);
        return value;
    }

    private static Gen<object?> Nested(int depth)
    {
        if (depth == 0)
            return Scalar;
        var inner = Nested(depth - 1);
        return Gen.Frequency(
            (6, Scalar),
            (1, inner.List[0, 5].Select(items => (object?)new AmqpList(items))),
            (1, Gen.Select(Gen.Int, inner).List[0, 4].Select(pairs =>
                (object?)new AmqpMap([.. pairs.Select(pair => KeyValuePair.Create((object?)pair.Item1, pair.Item2))]))),
            (1, Gen.Int.List[0, 5].Select(items => (object?)new AmqpArray([.. items.Select(item => (object?)item)]))),
            (1, inner.Select(value => (object?)new Described(0x1dul, value))));
    }
}
