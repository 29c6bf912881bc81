namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>A peer asked for something that can't be done; the error goes back on the link or in the reply.</summary>
internal sealed class AmqpException(AmqpError error) : Exception(error.Description)
{
    public AmqpError Error { get; } = error;
}
