namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>
/// The body of a frame that the server sends (part 2, section 2.7; part 5, section 5.3). All fields are written, trailing
/// nulls too: some clients index them by position.
/// </summary>
internal interface IPerformative
{
    ulong Descriptor { get; }

    int FieldCount { get; }

    void WriteFields(AmqpWriter writer);
}

/// <summary>Descriptors of frame bodies.</summary>
internal static class PerformativeCode
{
    public const ulong Open = 0x10;
    public const ulong Begin = 0x11;
    public const ulong Attach = 0x12;
    public const ulong Flow = 0x13;
    public const ulong Transfer = 0x14;
    public const ulong Disposition = 0x15;
    public const ulong Detach = 0x16;
    public const ulong End = 0x17;
    public const ulong Close = 0x18;
    public const ulong SaslMechanisms = 0x40;
    public const ulong SaslInit = 0x41;
    public const ulong SaslOutcome = 0x44;
}

/// <summary>Opens the connection.</summary>
internal sealed record Open(string ContainerId) : IPerformative
{
    public string? HostName { get; init; }

    public uint MaxFrameSize { get; init; } = uint.MaxValue;

    public ushort MaxChannel { get; init; } = ushort.MaxValue;

    /// <summary>Milliseconds without a frame after which the peer gives up; 0 for never.</summary>
    public uint IdleTimeout { get; init; }

    public ulong Descriptor => PerformativeCode.Open;

    public int FieldCount => 10;

    public static Open Read(FieldReader fields) => new(fields.Text() ?? throw new AmqpDecodeException("open has no container-id."))
    {
        HostName = fields.Text(),
        MaxFrameSize = fields.UInt() ?? uint.MaxValue,
        MaxChannel = fields.UShort() ?? ushort.MaxValue,
        IdleTimeout = fields.UInt() ?? 0,
    };

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(ContainerId);
        writer.WriteValue(HostName);
        writer.WriteValue(MaxFrameSize);
        writer.WriteValue(MaxChannel);
        writer.WriteValue(IdleTimeout == 0 ? null : IdleTimeout);
        // Locales, capabilities and properties.
        for (var i = 0; i < 5; i++)
            writer.WriteValue(null);
    }
}

/// <summary>Begins a session on a channel.</summary>
internal sealed record Begin(ushort? RemoteChannel, uint NextOutgoingId, uint IncomingWindow, uint OutgoingWindow) : IPerformative
{
    public uint HandleMaximum { get; init; } = uint.MaxValue;

    public ulong Descriptor => PerformativeCode.Begin;

    public int FieldCount => 8;

    public static Begin Read(FieldReader fields) =>
        new(fields.UShort(), fields.UInt() ?? 0, fields.UInt() ?? 0, fields.UInt() ?? 0) { HandleMaximum = fields.UInt() ?? uint.MaxValue };

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(RemoteChannel);
        writer.WriteValue(NextOutgoingId);
        writer.WriteValue(IncomingWindow);
        writer.WriteValue(OutgoingWindow);
        writer.WriteValue(HandleMaximum);
        // Capabilities and properties.
        for (var i = 0; i < 3; i++)
            writer.WriteValue(null);
    }
}

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

    public ulong? MaxMessageSize { get; init; }

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
            MaxMessageSize = fields.ULong(),
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
        writer.WriteValue(MaxMessageSize);
        writer.WriteValue(OfferedCapabilities);
        writer.WriteValue(DesiredCapabilities);
        writer.WriteValue(Properties ?? AmqpMap.Empty);
    }
}

/// <summary>Tells the peer the state of a session and, with a handle, of a link.</summary>
internal sealed record Flow(uint? NextIncomingId, uint IncomingWindow, uint NextOutgoingId, uint OutgoingWindow) : IPerformative
{
    public uint? Handle { get; init; }

    public uint? DeliveryCount { get; init; }

    public uint? LinkCredit { get; init; }

    public uint? Available { get; init; }

    public bool Drain { get; init; }

    public bool Echo { get; init; }

    public ulong Descriptor => PerformativeCode.Flow;

    public int FieldCount => 11;

    public static Flow Read(FieldReader fields) =>
        new(fields.UInt(), fields.UInt() ?? 0, fields.UInt() ?? 0, fields.UInt() ?? 0)
        {
            Handle = fields.UInt(),
            DeliveryCount = fields.UInt(),
            LinkCredit = fields.UInt(),
            Available = fields.UInt(),
            Drain = fields.Bool() ?? false,
            Echo = fields.Bool() ?? false,
        };

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(NextIncomingId);
        writer.WriteValue(IncomingWindow);
        writer.WriteValue(NextOutgoingId);
        writer.WriteValue(OutgoingWindow);
        writer.WriteValue(Handle);
        writer.WriteValue(DeliveryCount);
        writer.WriteValue(LinkCredit);
        writer.WriteValue(Available);
        writer.WriteValue(Drain);
        writer.WriteValue(Echo);
        writer.WriteValue(null);
    }
}

/// <summary>Detaches a link.</summary>
internal sealed record Detach(uint Handle, bool Closed, AmqpError? Error) : IPerformative
{
    public ulong Descriptor => PerformativeCode.Detach;

    public int FieldCount => 3;

    public static Detach Read(FieldReader fields) => new(
        fields.UInt() ?? throw new AmqpDecodeException("detach has no handle."),
        fields.Bool() ?? false,
        AmqpError.Read(fields.Described()));

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(Handle);
        writer.WriteValue(Closed);
        AmqpError.Write(writer, Error);
    }
}

/// <summary>Ends a session.</summary>
internal sealed record End(AmqpError? Error) : IPerformative
{
    public ulong Descriptor => PerformativeCode.End;

    public int FieldCount => 1;

    public static End Read(FieldReader fields) => new(AmqpError.Read(fields.Described()));

    public void WriteFields(AmqpWriter writer) => AmqpError.Write(writer, Error);
}

/// <summary>Closes the connection.</summary>
internal sealed record Close(AmqpError? Error) : IPerformative
{
    public ulong Descriptor => PerformativeCode.Close;

    public int FieldCount => 1;

    public static Close Read(FieldReader fields) => new(AmqpError.Read(fields.Described()));

    public void WriteFields(AmqpWriter writer) => AmqpError.Write(writer, Error);
}
