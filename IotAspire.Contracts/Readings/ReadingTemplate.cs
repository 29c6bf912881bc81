using System.Buffers;

namespace IotAspire.Contracts.Readings;

/// <summary>
/// Writes readings of one sensor, byte for byte as <see cref="ReadingEncoder"/> does and several times as fast: what doesn't
/// change from one reading to the next is encoded once. Any number of threads may write at once; none allocates.
/// </summary>
public sealed class ReadingTemplate
{
    /// <summary>Room that instant and value need at most, beside the fixed text.</summary>
    private const int LongestVariableText = InstantText.Length + NumberText.MaximumLength;

    private static readonly byte[] BetweenInstantAndValue = "\",\"value\":"u8.ToArray();
    private readonly byte[] _text;
    private readonly int _prefixLength;

    /// <summary>Encodes the fixed text.</summary>
    /// <param name="sensorId">Of every reading.</param>
    /// <param name="unit">Of every reading.</param>
    public ReadingTemplate(string sensorId, string unit)
    {
        var encoded = new ArrayBufferWriter<byte>();
        ReadingEncoder.Encode([new(sensorId, DateTime.UnixEpoch, 0, unit)], encoded);
        // From behind: an id may hold the same text as what follows it.
        var value = encoded.WrittenSpan.LastIndexOf("\"value\":0"u8) + "\"value\":"u8.Length;
        _prefixLength = value - BetweenInstantAndValue.Length - InstantText.Length;
        _text = [.. encoded.WrittenSpan[.._prefixLength], .. encoded.WrittenSpan[(value + 1)..]];
    }

    /// <summary>No reading of this sensor needs more bytes.</summary>
    public int MaximumLength => _text.Length + BetweenInstantAndValue.Length + LongestVariableText;

    /// <summary>Writes a reading as a JSON object.</summary>
    /// <param name="measuredAt">UTC, whole microseconds.</param>
    /// <param name="value">Finite.</param>
    /// <param name="destination">Holds <see cref="MaximumLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(DateTime measuredAt, double value, Span<byte> destination)
    {
        _text.AsSpan(0, _prefixLength).CopyTo(destination);
        var length = _prefixLength + InstantText.Write(measuredAt, destination[_prefixLength..]);
        BetweenInstantAndValue.CopyTo(destination[length..]);
        length += BetweenInstantAndValue.Length;
        length += NumberText.Write(value, destination[length..]);
        _text.AsSpan(_prefixLength).CopyTo(destination[length..]);
        return length + _text.Length - _prefixLength;
    }
}
