using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>What answers the requests to <c>$cbs</c> or <c>$management</c>.</summary>
internal interface IRequestNode
{
    /// <summary>What a request is for the faults that may meet it.</summary>
    FaultOperation Operation { get; }

    /// <summary>What a request is about.</summary>
    EntityPath PathOf(Request request);

    /// <summary>The answer, or <see cref="Codec.AmqpException"/>.</summary>
    Reply Answer(Request request);
}
