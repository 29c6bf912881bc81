using System.Buffers;
using System.Buffers.Text;
using IotAspire.Contracts.Readings;

namespace IotAspire.Api.Formats;

/// <summary>Bytes of text on their way out, sent whenever enough have come together.</summary>
internal sealed class TextOutput(Stream stream) : IDisposable
{
    private const int Enough = 64 * 1024;

    // A row longer than the rest of it makes it grow.
    private readonly PooledBytes _buffer = new(Enough + (16 * 1024));

    public IBufferWriter<byte> Buffer => _buffer;

    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void Write(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(20), out var length);
        _buffer.Advance(length);
    }

    /// <summary>UTC, as <see cref="Times.InstantText"/> writes it.</summary>
    public void WriteInstant(long microseconds) => _buffer.Advance(Rfc3339.Write(InstantColumn.At(microseconds), _buffer.GetSpan(Rfc3339.Length + 1)));

    public ValueTask SendIfEnoughAsync(CancellationToken cancellationToken) =>
        _buffer.Count < Enough ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_buffer.Written, cancellationToken);
        _buffer.Clear();
    }

    public void Dispose() => _buffer.Dispose();
}

/// <summary>Bytes that come one after the other, in an array of the pool: a new one for each answer would keep the collector busy.</summary>
internal sealed class PooledBytes(int capacity) : IBufferWriter<byte>, IDisposable
{
    // What a caller gets who doesn't say how much he needs.
    private const int MinSize = 256;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _count;

    public int Count => _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_count);
    }

    public void Clear() => _count = 0;

    /// <summary>Once: the next answer gets the array.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Reserve(int size)
    {
        size = Math.Max(size, MinSize);
        if (_bytes.Length - _count >= size)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_count + size, _bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
