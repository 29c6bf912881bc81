namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>The ways to log in that the server offers.</summary>
internal sealed record SaslMechanisms(IReadOnlyList<string> Names) : IPerformative
{
    public ulong Descriptor => PerformativeCode.SaslMechanisms;

    public int FieldCount => 1;

    public void WriteFields(AmqpWriter writer) =>
        writer.WriteValue(new AmqpArray([.. Names.Select(name => (object?)new Symbol(name))]));
}

/// <summary>The way that the client took.</summary>
internal sealed record SaslInit(string Mechanism, ReadOnlyMemory<byte> InitialResponse)
{
    public static SaslInit Read(FieldReader fields) => new(
        fields.Symbol()?.Value ?? throw new AmqpDecodeException("sasl-init has no mechanism."),
        fields.Binary() ?? default);
}

/// <summary>Whether the login succeeded.</summary>
internal sealed record SaslOutcome(byte Code) : IPerformative
{
    public const byte Ok = 0;
    public const byte AuthenticationFailed = 1;

    public ulong Descriptor => PerformativeCode.SaslOutcome;

    public int FieldCount => 2;

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(Code);
        writer.WriteValue(null);
    }
}
