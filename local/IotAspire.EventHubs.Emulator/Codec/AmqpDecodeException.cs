namespace IotAspire.EventHubs.Emulator.Codec;

/// <summary>The bytes aren't AMQP, or exceed a limit of the codec. Ends the connection that sent them, and nothing else.</summary>
internal sealed class AmqpDecodeException(string message) : Exception(message);
