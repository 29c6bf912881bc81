namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>Descriptors of a message's sections (part 3, section 3.2).</summary>
internal static class MessageSection
{
    public const byte Header = 0x70;
    public const byte DeliveryAnnotations = 0x71;
    public const byte MessageAnnotations = 0x72;
    public const byte Properties = 0x73;
    public const byte ApplicationProperties = 0x74;
    public const byte Data = 0x75;
    public const byte Sequence = 0x76;
    public const byte Value = 0x77;
    public const byte Footer = 0x78;

    /// <summary>What the specification calls the section.</summary>
    public static string Name(byte code) => code switch
    {
        Header => "header",
        DeliveryAnnotations => "delivery-annotations",
        MessageAnnotations => "message-annotations",
        Properties => "properties",
        ApplicationProperties => "application-properties",
        Data => "data",
        Sequence => "amqp-sequence",
        Value => "amqp-value",
        _ => "footer",
    };
}

/// <summary>Names of the annotations that Event Hubs reads or writes.</summary>
internal static class Annotation
{
    public static ReadOnlySpan<byte> SequenceNumber => "x-opt-sequence-number"u8;

    public static ReadOnlySpan<byte> Offset => "x-opt-offset"u8;

    public static ReadOnlySpan<byte> EnqueuedTime => "x-opt-enqueued-time"u8;

    public static ReadOnlySpan<byte> PartitionKey => "x-opt-partition-key"u8;
}

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

/// <summary>Holds the sections of one message against the specification: their order, their number, their content (part 3, section 3.2).</summary>
internal ref struct SectionCheck
{
    private const ValueKinds MessageId = ValueKinds.ULong | ValueKinds.Uuid | ValueKinds.Binary | ValueKinds.String;

    // The specification allows no text, but rhea sends it, and Azure takes it.
    private const ValueKinds AnnotationKey = ValueKinds.Symbol | ValueKinds.ULong | ValueKinds.String;

    private byte _last;
    private int _seen;

    private static ReadOnlySpan<ValueKinds> HeaderFields =>
        [ValueKinds.Boolean, ValueKinds.UByte, ValueKinds.UInt, ValueKinds.Boolean, ValueKinds.UInt];

    private static ReadOnlySpan<ValueKinds> PropertyFields =>
    [
        MessageId, ValueKinds.Binary, ValueKinds.String, ValueKinds.String, ValueKinds.String, MessageId, ValueKinds.Symbol,
        ValueKinds.Symbol, ValueKinds.Timestamp, ValueKinds.Timestamp, ValueKinds.String, ValueKinds.UInt, ValueKinds.String,
    ];

    /// <summary>Takes the next section of the message; throws with its name if it can't be that.</summary>
    public void Next(byte code, ReadOnlySpan<byte> value)
    {
        try
        {
            CheckPlace(code);
            CheckContent(code, new AmqpReader(value));
        }
        catch (AmqpDecodeException exception)
        {
            throw new AmqpDecodeException($"{MessageSection.Name(code)}: {exception.Message}");
        }
    }

    private void CheckPlace(byte code)
    {
        var mayRepeat = code is MessageSection.Data or MessageSection.Sequence;
        // The Python SDK sends delivery annotations after those of the message, and Azure takes it.
        var place = code == MessageSection.DeliveryAnnotations ? MessageSection.MessageAnnotations : code;
        var bit = 1 << (code - MessageSection.Header);
        if (place < _last || ((_seen & bit) != 0 && !mayRepeat))
            throw new AmqpDecodeException("The section comes twice, or too late.");
        if (IsBody(code) && IsBody(_last) && code != _last)
            throw new AmqpDecodeException("The message has a body of another kind already.");
        _last = place;
        _seen |= bit;
    }

    private static bool IsBody(byte code) => code is MessageSection.Data or MessageSection.Sequence or MessageSection.Value;

    private static void CheckContent(byte code, AmqpReader value)
    {
        switch (code)
        {
            case MessageSection.Header:
                value.CheckList(HeaderFields);
                break;
            case MessageSection.Properties:
                value.CheckList(PropertyFields);
                break;
            case MessageSection.ApplicationProperties:
                // Azure's clients describe a time span, a URI or a date with an offset, which are simple values inside.
                value.CheckMap(ValueKinds.String, ValueKinds.Simple | ValueKinds.Described);
                break;
            case MessageSection.Data:
                // The JavaScript SDK sends a body of null as a section of null.
                value.Check(ValueKinds.Binary | ValueKinds.Null);
                break;
            case MessageSection.Sequence:
                value.Check(ValueKinds.List);
                break;
            case MessageSection.Value:
                value.Check(ValueKinds.Any);
                break;
            default:
                value.CheckMap(AnnotationKey, ValueKinds.Any);
                break;
        }
    }
}
