using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>Someone who reads a partition and may have to stop.</summary>
internal interface IPartitionReader
{
    /// <summary>Null for a reader that claims nothing.</summary>
    long? OwnerLevel { get; }

    /// <summary>How far it is, as seen from any thread: a moment old.</summary>
    ReaderState State { get; }

    /// <summary>Ends the reader soon; called from any thread.</summary>
    void End(AmqpError error);

    /// <summary>Sends a range of sequence numbers, both included, once more; called from any thread.</summary>
    void Redeliver(long first, long last);
}

/// <summary>What is known of a reader.</summary>
/// <param name="Link">Name of its link.</param>
/// <param name="Receiver">The name that it gave itself, if it did.</param>
/// <param name="OwnerLevel">Null for a reader that claims nothing.</param>
/// <param name="Credit">How many events it would take now.</param>
/// <param name="NextSequenceNumber">What it gets next.</param>
/// <param name="Lag">How many events are there that it hasn't got.</param>
internal sealed record ReaderState(string Link, string? Receiver, long? OwnerLevel, uint Credit, long NextSequenceNumber, long Lag);
