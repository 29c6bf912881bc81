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
