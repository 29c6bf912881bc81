using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>Someone who reads a partition and may have to stop.</summary>
internal interface IPartitionReader
{
    /// <summary>Null for a reader that claims nothing.</summary>
    long? OwnerLevel { get; }

    /// <summary>Ends the reader soon; called from any thread.</summary>
    void End(AmqpError error);
}
