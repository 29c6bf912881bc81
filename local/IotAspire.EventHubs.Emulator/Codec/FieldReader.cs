namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>The fields of a list, by position. A field that is null or missing at the end reads as null.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> items, int count)
{
    private AmqpReader _reader = new(items);
    private int _left = count;

    public object? Any() => HasValue() ? _reader.ReadValue() : null;

    /// <summary>The field as it is encoded; nothing if it is null.</summary>
    public ReadOnlySpan<byte> Encoded()
    {
        if (!HasValue())
            return [];
        var rest = _reader.Remaining;
        var start = _reader.Position;
        _reader.Skip();
        return rest[..(_reader.Position - start)];
    }

    public void Skip()
    {
        if (HasValue())
            _reader.Skip();
    }

    public uint? UInt() => HasValue() ? Expect<uint>(_reader.ReadValue()) : null;

    public ulong? ULong() => HasValue() ? Expect<ulong>(_reader.ReadValue()) : null;

    public ushort? UShort() => HasValue() ? Expect<ushort>(_reader.ReadValue()) : null;

    public byte? UByte() => HasValue() ? Expect<byte>(_reader.ReadValue()) : null;

    public bool? Bool() => HasValue() ? Expect<bool>(_reader.ReadValue()) : null;

    public string? Text() => HasValue() ? Expect<string>(_reader.ReadValue()) : null;

    public Symbol? Symbol() => HasValue() ? Expect<Symbol>(_reader.ReadValue()) : null;

    public ReadOnlyMemory<byte>? Binary() => HasValue() ? Expect<ReadOnlyMemory<byte>>(_reader.ReadValue()) : null;

    public AmqpMap? Map() => HasValue() ? Expect<AmqpMap>(_reader.ReadValue()) : null;

    public Described? Described() => HasValue() ? Expect<Described>(_reader.ReadValue()) : null;

    private bool HasValue()
    {
        if (_left <= 0)
            return false;
        _left--;
        if (_reader.PeekCode() != FormatCode.Null)
            return true;
        _reader.ReadByte();
        return false;
    }

    private static T Expect<T>(object? value) =>
        value is T expected ? expected : throw new AmqpDecodeException($"A field is of type {value?.GetType().Name}, not {typeof(T).Name}.");
}
