namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

/// <summary>Opens the connection.</summary>
internal sealed record Open(string ContainerId) : IPerformative
{
    public string? HostName { get; init; }

    public uint MaximumFrameSize { get; init; } = uint.MaxValue;

    public ushort MaximumChannel { get; init; } = ushort.MaxValue;

    /// <summary>Milliseconds without a frame after which the peer gives up; 0 for never.</summary>
    public uint IdleTimeout { get; init; }

    public ulong Descriptor => PerformativeCode.Open;

    public int FieldCount => 10;

    public static Open Read(FieldReader fields) => new(fields.Text() ?? throw new AmqpDecodeException("open has no container-id."))
    {
        HostName = fields.Text(),
        MaximumFrameSize = fields.UInt() ?? uint.MaxValue,
        MaximumChannel = fields.UShort() ?? ushort.MaxValue,
        IdleTimeout = fields.UInt() ?? 0,
    };

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(ContainerId);
        writer.WriteValue(HostName);
        writer.WriteValue(MaximumFrameSize);
        writer.WriteValue(MaximumChannel);
        writer.WriteValue(IdleTimeout == 0 ? null : IdleTimeout);
        // Locales, capabilities and properties.
        for (var i = 0; i < 5; i++)
            writer.WriteValue(null);
    }
}
