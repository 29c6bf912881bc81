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
