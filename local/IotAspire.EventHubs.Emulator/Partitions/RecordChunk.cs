using System.Buffers;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// Records read from a log in one go. Enumerate them with <see cref="TryNext"/>, then dispose. One without any, before the log's
/// end, lies at a damaged record.
/// </summary>
internal ref struct RecordChunk : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;
    private int _position;
    private long _offset;

    private RecordChunk(byte[] buffer, int length, long offset) => (_buffer, _length, _offset) = (buffer, length, offset);

    /// <summary>Reads about <paramref name="size"/> bytes from an offset on, in any case one whole record if there is one.</summary>
    public static RecordChunk Read(LogView log, long offset, int size)
    {
        offset = log.Next(offset);
        size = (int)Math.Clamp(log.EndOffset - offset, 0, size);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var length = log.Read(offset, buffer.AsSpan(0, size));
        if (size < RecordFormat.HeaderSize || RecordFormat.TryRead(buffer.AsSpan(0, length), offset, out _))
            return new RecordChunk(buffer, length, offset);

        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(RecordFormat.HeaderSize + RecordFormat.MaxMessageLength);
        return new RecordChunk(buffer, log.Read(offset, buffer), offset);
    }

    /// <summary>The next record, if it is whole and as it was written.</summary>
    public bool TryNext(out Record record)
    {
        var bytes = _buffer.AsSpan(_position, _length - _position);
        if (!RecordFormat.TryRead(bytes, _offset, out record) || !RecordFormat.IsIntact(bytes[..record.Size]))
            return false;
        _position += record.Size;
        _offset = record.NextOffset;
        return true;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

/// <summary>Whole records of a segment, one behind the other: where they lie, and what must be known of the first and the last.</summary>
internal readonly record struct RecordRun(
    long Position, long End, long FirstSequenceNumber, long Count, long LastPosition, long LastEnqueuedTime)
{
    public long EndSequenceNumber => FirstSequenceNumber + Count;

    /// <summary>With one more record at its end.</summary>
    public RecordRun With(in Record record) => this with
    {
        End = End + record.Size,
        Count = Count + 1,
        LastPosition = End,
        LastEnqueuedTime = record.EnqueuedTime,
    };
}
