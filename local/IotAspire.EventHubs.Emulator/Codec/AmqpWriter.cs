using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>
/// Encodes values into a pooled buffer that grows. Always the widest form of a type, so that lengths can be patched and
/// arrays need no second look. After disposal it may be used again, from empty.
/// </summary>
internal sealed partial class AmqpWriter : IDisposable
{
    private byte[] _buffer = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    /// <summary>Space for that many bytes at the end, to be filled by the caller.</summary>
    public Span<byte> Append(int count)
    {
        if (_buffer.Length - Length < count)
            Grow(Length + count);
        Length += count;
        return _buffer.AsSpan(Length - count, count);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    public void Byte(byte value) => Append(1)[0] = value;

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Append(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Append(8), value);

    /// <summary>What was written from a position on, to be changed in place.</summary>
    public Span<byte> From(int position) => _buffer.AsSpan(position, Length - position);

    /// <summary>A symbol of at most 255 ASCII characters.</summary>
    public void ShortSymbol(ReadOnlySpan<byte> ascii)
    {
        Byte(FormatCode.Symbol8);
        Byte((byte)ascii.Length);
        Bytes(ascii);
    }

    public void PatchUInt32(int position, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(position), value);

    /// <summary>
    /// The descriptor of a performative or section, in the shortest form: the Python SDK takes it from the third byte
    /// without looking at the second.
    /// </summary>
    public void Descriptor(byte code) => Bytes([FormatCode.Described, FormatCode.ULongSmall, code]);

    /// <summary>Opens a list of a known number of items; <see cref="EndCompound"/> closes it.</summary>
    public int BeginList(int count) => BeginCompound(FormatCode.List32, count);

    /// <summary>Opens a map; <paramref name="count"/> counts keys and values.</summary>
    public int BeginMap(int count) => BeginCompound(FormatCode.Map32, count);

    public void EndCompound(int mark) => PatchUInt32(mark, (uint)(Length - mark - 4));

    private void Grow(int minimum)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(_buffer.Length * 2, minimum), 512));
        Written.CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private int BeginCompound(byte code, int count)
    {
        Byte(code);
        return BeginBody(count);
    }

    private int BeginBody(int count)
    {
        var mark = Length;
        UInt32(0);
        UInt32((uint)count);
        return mark;
    }

    private void Text(Encoding encoding, string text)
    {
        var length = encoding.GetByteCount(text);
        UInt32((uint)length);
        encoding.GetBytes(text, Append(length));
    }
}
