namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>Holds the sections of one message against the specification: their order, their number, their content (part 3, section 3.2).</summary>
internal ref struct SectionCheck
{
    private const ValueKinds MessageId = ValueKinds.ULong | ValueKinds.Uuid | ValueKinds.Binary | ValueKinds.String;

    private const ValueKinds AnnotationKey = ValueKinds.Symbol | ValueKinds.ULong;

    private byte _last;

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
        if (code < _last || (code == _last && !mayRepeat))
            throw new AmqpDecodeException("The section comes twice, or too late.");
        if (IsBody(code) && IsBody(_last) && code != _last)
            throw new AmqpDecodeException("The message has a body of another kind already.");
        _last = code;
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
