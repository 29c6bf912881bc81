using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>The client's choice of a way to log in, which the server only reads.</summary>
internal sealed record SaslInitFrame(string Mechanism, byte[]? Response) : IPerformative
{
    public ulong Descriptor => PerformativeCode.SaslInit;

    public int FieldCount => 3;

    public void WriteFields(AmqpWriter writer)
    {
        writer.WriteValue(new Symbol(Mechanism));
        writer.WriteValue(Response is null ? null : new ReadOnlyMemory<byte>(Response));
        writer.WriteValue("localhost");
    }
}
