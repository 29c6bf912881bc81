namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Where a reader wants to begin: at, or right after, a value. Times are in milliseconds.</summary>
internal readonly record struct ReadFrom(ReadFromKind Kind, long Value, bool Inclusive)
{
    public static ReadFrom Earliest { get; } = new(ReadFromKind.Offset, -1, Inclusive: false);

    public static ReadFrom Latest { get; } = new(ReadFromKind.Latest, 0, Inclusive: false);
}

internal enum ReadFromKind
{
    Offset,
    SequenceNumber,
    EnqueuedTime,
    Latest,
}
