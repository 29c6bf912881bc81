namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>A message's annotations, without decoding more of them than needed.</summary>
internal ref struct AnnotationReader
{
    private readonly ReadOnlySpan<byte> _map;
    private AmqpReader _reader;
    private ReadOnlySpan<byte> _key;
    private ReadOnlySpan<byte> _value;
    private int _start;
    private int _left;

    public AnnotationReader(ReadOnlySpan<byte> map)
    {
        _map = map;
        _reader = new AmqpReader(map);
        _left = _reader.EnterMap() / 2;
    }

    /// <summary>The encoded partition key; empty if there is none.</summary>
    public ReadOnlySpan<byte> FindPartitionKey()
    {
        while (Next())
        {
            if (_key.SequenceEqual(Annotation.PartitionKey))
                return IsText(_value) ? _value : [];
        }

        return [];
    }

    /// <summary>Copies the encoded pairs except those that only the hub may write; returns how many.</summary>
    public int CopyTo(AmqpWriter writer, out ReadOnlySpan<byte> partitionKey)
    {
        partitionKey = [];
        var count = 0;
        while (Next())
        {
            if (_key.SequenceEqual(Annotation.SequenceNumber) || _key.SequenceEqual(Annotation.Offset) || _key.SequenceEqual(Annotation.EnqueuedTime))
                continue;
            if (_key.SequenceEqual(Annotation.PartitionKey))
            {
                // One that isn't text is ignored; with the key of the batch there would be two.
                if (!IsText(_value) || !partitionKey.IsEmpty)
                    continue;
                partitionKey = _value;
                writer.ShortSymbol(Annotation.PartitionKey);
                writer.Bytes(_value);
            }
            else
            {
                writer.Bytes(_map[_start.._reader.Position]);
            }

            count++;
        }

        return count;
    }

    private static bool IsText(ReadOnlySpan<byte> value) =>
        value[0] is FormatCode.String8 or FormatCode.String32 or FormatCode.Symbol8 or FormatCode.Symbol32;

    private bool Next()
    {
        if (_left-- <= 0)
            return false;
        _start = _reader.Position;
        _reader.Skip();
        var key = _map[_start.._reader.Position];
        // Keys of annotations are symbols, or the text that some clients send; whatever else comes is carried along unread.
        _key = !IsText(key) ? [] : key[0] is FormatCode.Symbol8 or FormatCode.String8 ? key[2..] : key[5..];
        var value = _reader.Position;
        _reader.Skip();
        _value = _map[value.._reader.Position];
        return true;
    }
}
