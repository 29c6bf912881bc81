namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Moves a log's beginning forward.</summary>
internal static class LogRetention
{
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
            BeginOffset = LogSearch.FromSequenceNumber(log, sequenceNumber),
            Segments = log.Segments.RemoveRange(0, first),
        };
    }
}
