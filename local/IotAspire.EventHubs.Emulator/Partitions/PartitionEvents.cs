namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>What a partition reports, with the name of its hub.</summary>
internal sealed partial class PartitionEvents(ILogger logger, string hub)
{
    public void TailCut(string partition, long bytes) => LogTailCut(logger, hub, partition, bytes);

    public void AppendFailed(string partition, Exception exception) => LogAppendFailed(logger, exception, hub, partition);

    public void RetentionFailed(string partition, Exception exception) => LogRetentionFailed(logger, exception, hub, partition);

    public void EventsLost(string partition, LostEvents lost) => LogEventsLost(logger, hub, partition, lost.First, lost.Last, lost.KeptAs);

    [LoggerMessage(4100, LogLevel.Warning, "Partition {Hub}/{Partition} ended with an incomplete record; removed {Bytes} bytes")]
    private static partial void LogTailCut(ILogger logger, string hub, string partition, long bytes);

    [LoggerMessage(4101, LogLevel.Error, "Could not write partition {Hub}/{Partition}")]
    private static partial void LogAppendFailed(ILogger logger, Exception exception, string hub, string partition);

    [LoggerMessage(4103, LogLevel.Error, "Could not remove the oldest events of partition {Hub}/{Partition}")]
    private static partial void LogRetentionFailed(ILogger logger, Exception exception, string hub, string partition);

    [LoggerMessage(4104, LogLevel.Error, "Partition {Hub}/{Partition} lost events {First} to {Last} because a segment is damaged; the segment is kept as {KeptAs}")]
    private static partial void LogEventsLost(ILogger logger, string hub, string partition, long first, long last, string? keptAs);
}

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
