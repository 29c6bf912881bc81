namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>What a partition reports, with the name of its hub.</summary>
internal sealed partial class PartitionEvents(ILogger logger, string hub)
{
    public void TailCut(string partition, long bytes) => LogTailCut(logger, hub, partition, bytes);

    public void AppendFailed(string partition, Exception exception) => LogAppendFailed(logger, exception, hub, partition);

    public void RetentionFailed(string partition, Exception exception) => LogRetentionFailed(logger, exception, hub, partition);

    public void EventsLost(string partition, LostEvents lost) => LogEventsLost(logger, hub, partition, lost.First, lost.Last, lost.KeptAs);

    [LoggerMessage(4100, LogLevel.Warning, "Partition {Hub}/{Partition} ended in half a record: {Bytes} bytes cut off")]
    private static partial void LogTailCut(ILogger logger, string hub, string partition, long bytes);

    [LoggerMessage(4101, LogLevel.Error, "Partition {Hub}/{Partition} could not be written")]
    private static partial void LogAppendFailed(ILogger logger, Exception exception, string hub, string partition);

    [LoggerMessage(4103, LogLevel.Error, "Partition {Hub}/{Partition} could not remove its oldest events")]
    private static partial void LogRetentionFailed(ILogger logger, Exception exception, string hub, string partition);

    [LoggerMessage(4104, LogLevel.Error, "Partition {Hub}/{Partition} lost the events {First} to {Last} to damage; the segment is kept as {KeptAs}")]
    private static partial void LogEventsLost(ILogger logger, string hub, string partition, long first, long last, string? keptAs);
}
