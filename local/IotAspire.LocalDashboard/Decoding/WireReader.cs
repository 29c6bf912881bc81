using System.Buffers.Binary;
using Google.Protobuf;
using IotAspire.LocalDashboard.Traces;

namespace IotAspire.LocalDashboard.Decoding;

/// <summary>
/// Walks through a protobuf message without making objects of what isn't wanted. A field is named by its number and wire type
/// together, so that a known number with another type is skipped as an unknown field is.
/// </summary>
internal sealed class WireReader
{
    private readonly CodedInputStream _input;
    private readonly int _length;

    /// <param name="buffer">Holds the message.</param>
    /// <param name="length">The message's length from the buffer's start.</param>
    public WireReader(byte[] buffer, int length) => (_input, _length) = (new CodedInputStream(buffer, 0, length), length);

    /// <summary>The tag of a field with a length: text, bytes, a message.</summary>
    public const uint Delimited = 2;

    /// <summary>The tag of a fixed field of eight bytes.</summary>
    public const uint Fixed64 = 1;

    /// <summary>The end of the whole message.</summary>
    public int End => _length;

    /// <summary>The next field before <paramref name="end"/>; 0 at the end.</summary>
    /// <exception cref="MalformedMessageException">The field before went beyond the end.</exception>
    public uint Next(int end)
    {
        if (_input.Position > end)
            throw new MalformedMessageException("A field is longer than its message.");
        return _input.Position == end ? 0 : _input.ReadTag();
    }

    public void Skip() => _input.SkipLastField();

    /// <summary>Enters a message.</summary>
    /// <returns>Where it ends.</returns>
    public int Enter(int outerEnd)
    {
        var length = _input.ReadLength();
        if (length < 0 || length > outerEnd - _input.Position)
            throw new MalformedMessageException("A message is longer than the one around it.");
        return (int)_input.Position + length;
    }

    public string Text() => _input.ReadString();

    public ByteString Bytes() => _input.ReadBytes();

    public ulong UInt64Fixed() => _input.ReadFixed64();

    public double Double() => _input.ReadDouble();

    public long Int64() => _input.ReadInt64();

    public bool Bool() => _input.ReadBool();

    /// <summary>A trace id; the empty one for any other length, as the protocol has it.</summary>
    public TraceId TraceId() => _input.ReadBytes().Span is { Length: 16 } bytes
        ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]))
        : default;

    /// <summary>A span id; 0 for any other length.</summary>
    public ulong SpanId() => _input.ReadBytes().Span is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
}
