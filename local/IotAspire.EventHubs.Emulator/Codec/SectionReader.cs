namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>The sections of a message, one after the other.</summary>
internal ref struct SectionReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private AmqpReader _reader = new(message);

    /// <summary>One of <see cref="MessageSection"/>.</summary>
    public byte Code { get; private set; }

    /// <summary>Where the section begins.</summary>
    public int Start { get; private set; }

    /// <summary>Its encoded value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (_reader.AtEnd)
            return false;
        Start = _reader.Position;
        var descriptor = _reader.ReadDescriptor();
        if (descriptor is < MessageSection.Header or > MessageSection.Footer)
            throw new AmqpDecodeException($"0x{descriptor:x} isn't a section of a message.");
        Code = (byte)descriptor;
        var value = _reader.Position;
        _reader.Skip();
        Value = _message[value.._reader.Position];
        return true;
    }

    /// <summary>The bytes of an encoded binary, as a data section holds it.</summary>
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> value) => value[0] switch
    {
        FormatCode.Binary8 => value[2..],
        FormatCode.Binary32 => value[5..],
        var code => throw new AmqpDecodeException($"A data section holds 0x{code:x2}, not binary."),
    };
}
