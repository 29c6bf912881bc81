using System.Buffers;

namespace IotAspire.Api.Formats;

/// <summary>Bytes that come one after the other, in an array of the pool: a new one for each answer would keep the collector busy.</summary>
internal sealed class PooledBytes(int capacity) : IBufferWriter<byte>, IDisposable
{
    // What a caller gets who doesn't say how much he needs.
    private const int Least = 256;

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
        size = Math.Max(size, Least);
        if (_bytes.Length - _count >= size)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_count + size, _bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
