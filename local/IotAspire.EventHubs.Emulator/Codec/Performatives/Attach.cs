namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>Attaches a link. Source and target stay as they came, so that a reply repeats every field the peer knows.</summary>
internal sealed record Attach(string Name, uint Handle, bool IsReceiver) : IPerformative
{
    public const byte Settled = 1;
    public const byte Mixed = 2;

    public byte SenderSettleMode { get; init; } = Mixed;

    public byte ReceiverSettleMode { get; init; }

    public Described? Source { get; init; }

    public Described? Target { get; init; }

    public uint? InitialDeliveryCount { get; init; }

    public ulong? MaximumMessageSize { get; init; }

    public object? OfferedCapabilities { get; init; }

    public object? DesiredCapabilities { get; init; }

    public AmqpMap? Properties { get; init; }

    public ulong Descriptor => PerformativeCode.Attach;

    public int FieldCount => 14;

    public static Attach Read(FieldReader fields)
    {
        var attach = new Attach(
            fields.Text() ?? throw new AmqpDecodeException("attach has no name."),
            fields.UInt() ?? throw new AmqpDecodeException("attach has no handle."),
            fields.Bool() ?? throw new AmqpDecodeException("attach has no role."))
        {
            SenderSettleMode = fields.UByte() ?? Mixed,
            ReceiverSettleMode = fields.UByte() ?? 0,
            Source = fields.Described(),
            Target = fields.Described(),
        };
        fields.Skip();
        fields.Skip();
        return attach with
        {
            InitialDeliveryCount = fields.UInt(),
            MaximumMessageSize = fields.ULong(),
            OfferedCapabilities = fields.Any(),
            DesiredCapabilities = fields.Any(),
            Properties = fields.Map(),
        };
    }

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(Name);
        writer.WriteValue(Handle);
        writer.WriteValue(IsReceiver);
        writer.WriteValue(SenderSettleMode);
        writer.WriteValue(ReceiverSettleMode);
        writer.WriteValue(Source);
        writer.WriteValue(Target);
        writer.WriteValue(null);
        writer.WriteValue(null);
        writer.WriteValue(InitialDeliveryCount);
        writer.WriteValue(MaximumMessageSize);
        writer.WriteValue(OfferedCapabilities);
        writer.WriteValue(DesiredCapabilities);
        writer.WriteValue(Properties ?? AmqpMap.Empty);
    }
}
