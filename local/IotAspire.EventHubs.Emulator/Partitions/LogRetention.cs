namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Moves a log's beginning forward.</summary>
internal static class LogRetention
{
    /// <summary>The log without its oldest segments, as many as it takes to hold no more than a size; the last one stays.</summary>
    public static LogView Limit(LogView log, long maxBytes)
    {
        var first = 0;
        while (first < log.Segments.Length - 1 && log.EndOffset - log.Segments[first].BaseOffset > maxBytes)
            first++;
        return BeginAt(log, first == 0 ? log.BeginSequenceNumber : log.Segments[first].BaseSequenceNumber);
    }

    /// <summary>The log without events that came before a time, milliseconds.</summary>
    public static LogView Since(LogView log, long time)
    {
        if (log.IsEmpty)
            return log;
        return BeginAt(log, log.LastEnqueuedTime < time ? log.EndSequenceNumber : LogSearch.FromTime(log, time).SequenceNumber);
    }

    /// <summary>The log without events before a sequence number. Segments that hold only such are left out, except the last.</summary>
    public static LogView BeginAt(LogView log, long sequenceNumber)
    {
        sequenceNumber = Math.Clamp(sequenceNumber, log.BeginSequenceNumber, log.EndSequenceNumber);
        if (sequenceNumber == log.BeginSequenceNumber)
            return log;
        var first = log.IndexOf(segment => segment.BaseSequenceNumber <= sequenceNumber);
        return log with
        {
            BeginSequenceNumber = sequenceNumber,
            BeginOffset = LogSearch.FromSequenceNumber(log, sequenceNumber).Offset,
            Segments = log.Segments.RemoveRange(0, first),
        };
    }
}
