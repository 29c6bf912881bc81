namespace IotAspire.EventHubs.Emulator.Codec.Performatives;

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
