namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>What should be a record isn't one, or isn't what was written.</summary>
internal sealed class DamagedRecordException(long offset) : IOException($"The partition can't be read at offset {offset}.")
{
    /// <summary>Where it should be.</summary>
    public long Offset { get; } = offset;
}
