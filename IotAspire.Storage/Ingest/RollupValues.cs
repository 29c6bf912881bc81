using System.Buffers.Text;
using System.Text;
using IotAspire.Contracts.Readings;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// The rows of a multi-row statement for a rollup table, <c>(17,'20261123181200',60,…),(…)</c>, as short as they can be: client and
/// server read the text character by character. Only numbers and instants, so there is nothing to escape: text always goes as a
/// parameter, but thousands of parameters a statement cost more than all the rest of it. Used again, for its buffer's sake.
/// </summary>
internal sealed class RollupValues
{
    // Parentheses and a comma between rows; seven whole numbers, six doubles with an exponent, four quoted instants, with their commas.
    private const int MaxRowLength = 3 + (7 * 11) + (6 * (NumberText.MaxLength + 3)) + (4 * (InstantWriter.MaxLength + 3));

    private readonly InstantWriter _bucketStart = new(fractionDigits: 6);
    private readonly InstantWriter _instant = new(fractionDigits: 6);

    // Its column has milliseconds; rounding is not for the server to do.
    private readonly InstantWriter _enqueued = new(fractionDigits: 3);
    private byte[] _text = [];
    private int _length;

    /// <summary>The text for these buckets.</summary>
    public string Write(ReadOnlySpan<KeyValuePair<RollupKey, RollupDelta>> buckets)
    {
        if (_text.Length < buckets.Length * MaxRowLength)
            _text = GC.AllocateUninitializedArray<byte>(buckets.Length * MaxRowLength);
        _length = 0;
        foreach (ref readonly var bucket in buckets)
        {
            if (_length > 0)
                Write(',');
            Write('(');
            Write(bucket.Key, bucket.Value);
            Write(')');
        }

        return Encoding.ASCII.GetString(_text, 0, _length);
    }

    private void Write(RollupKey key, in RollupDelta delta)
    {
        // A delta of repetitions only has no first reading; its bucket exists, so this instant is never stored.
        var (firstAt, lastAt) = delta.Count == 0 ? (key.BucketStart, key.BucketStart) : (delta.FirstAt, delta.LastAt);
        Write(key.Sensor);
        Next(_bucketStart, key.BucketStart);
        Next(delta.Count);
        Next(delta.Sum);
        Next(delta.M2);
        Next(delta.Min);
        Next(delta.Max);
        Next(delta.First);
        Next(_instant, firstAt);
        Next(delta.Last);
        Next(_instant, lastAt);
        Next(delta.Duplicates);
        Next(delta.Conflicts);
        Next(delta.Late);
        Next(delta.OutOfRange);
        Next(delta.Ahead);
        if (delta.LastLateAt > DateTime.MinValue)
            Next(_enqueued, delta.LastLateAt);
        else
            NextIsNull();
    }

    private void NextIsNull()
    {
        ",NULL"u8.CopyTo(_text.AsSpan(_length));
        _length += 5;
    }

    private void Next(uint number)
    {
        Write(',');
        Write(number);
    }

    // Without an exponent it would be a decimal, which has other limits than a double.
    private void Next(double number)
    {
        Write(',');
        var start = _length;
        _length += NumberText.Write(number, _text.AsSpan(_length));
        if (_text.AsSpan(start, _length - start).Contains((byte)'E'))
            return;
        Write('E');
        Write('0');
    }

    private void Next(InstantWriter writer, DateTime instant)
    {
        Write(',');
        Write('\'');
        _length += writer.Write(instant, _text.AsSpan(_length));
        Write('\'');
    }

    private void Write(uint number)
    {
        Utf8Formatter.TryFormat(number, _text.AsSpan(_length), out var length);
        _length += length;
    }

    private void Write(char character) => _text[_length++] = (byte)character;
}
