namespace IotAspire.EventHubs.Emulator.Codec;

internal ref partial struct AmqpReader
{
    /// <summary>Up to this number of entries, comparing with each earlier key is cheaper than a set.</summary>
    private const int MaxLookBack = 16;

    /// <summary>Steps over a list whose items have the given types, in this order; the last may be missing.</summary>
    public void CheckList(ReadOnlySpan<ValueKinds> fields)
    {
        var code = ReadByte();
        if (code == FormatCode.ListEmpty)
            return;
        if (code is not (FormatCode.List8 or FormatCode.List32))
            throw new AmqpDecodeException($"0x{code:x2} isn't a list.");

        var body = EnterCompound(code, out var count);
        if (count > fields.Length)
            throw new AmqpDecodeException($"There are {count} fields, not {fields.Length}.");
        for (var i = 0; i < count; i++)
            body.Check(fields[i] | ValueKinds.Null, depth: 1);
        body.CheckEnd();
    }

    /// <summary>Steps over a map whose keys and values have the given types.</summary>
    public void CheckMap(ValueKinds keys, ValueKinds values)
    {
        var code = ReadByte();
        if (code is not (FormatCode.Map8 or FormatCode.Map32))
            throw new AmqpDecodeException($"0x{code:x2} isn't a map.");

        var body = EnterCompound(code, out var count);
        body.CheckEntries(count, keys, values, depth: 1);
        body.CheckEnd();
    }

    private void CheckEntries(int count, ValueKinds keys, ValueKinds values, int depth)
    {
        if (count % 2 != 0)
            throw new AmqpDecodeException("A map holds a key without a value.");
        HashSet<object?>? seen = null;
        for (var i = 0; i < count; i += 2)
        {
            var start = Position;
            var isText = (Check(keys, depth) & ~ValueKinds.Text) == 0;
            var isNew = isText && count <= 2 * MaxLookBack
                ? !IsBefore(start, _bytes[start..Position])
                : (seen ??= []).Add(new AmqpReader(_bytes[start..Position]).ReadValue());
            if (!isNew)
                throw new AmqpDecodeException("A map holds a key twice.");
            Check(values, depth);
        }
    }

    private readonly bool IsBefore(int end, ReadOnlySpan<byte> key)
    {
        var entries = new AmqpReader(_bytes[..end]);
        while (!entries.AtEnd)
        {
            var start = entries.Position;
            entries.Skip();
            var other = _bytes[start..entries.Position];
            if (IsText(other[0]) && (other[0] & 0xf) == (key[0] & 0xf) && Text(other).SequenceEqual(Text(key)))
                return true;
            entries.Skip();
        }

        return false;
    }

    private static bool IsText(byte code) =>
        code is FormatCode.String8 or FormatCode.String32 or FormatCode.Symbol8 or FormatCode.Symbol32;

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> encoded) => (encoded[0] & 0x10) == 0 ? encoded[2..] : encoded[5..];
}
