namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Finds the event at which a reader begins.</summary>
internal static class LogSearch
{
    private const int ScanSize = 256 * 1024;

    private delegate bool Condition(in Record record);

    public static LogPosition Find(LogView log, ReadFrom from) => from.Kind switch
    {
        ReadFromKind.Latest => End(log),
        ReadFromKind.Offset => FromOffset(log, from.Inclusive ? from.Value : from.Value + 1),
        ReadFromKind.SequenceNumber => FromSequenceNumber(log, from.Inclusive ? from.Value : from.Value + 1),
        _ => FromTime(log, from.Inclusive ? from.Value : from.Value + 1),
    };

    public static LogPosition FromSequenceNumber(LogView log, long minimum)
    {
        var segment = log.Segments[log.IndexOf(segment => segment.BaseSequenceNumber <= minimum)];
        return Scan(log, segment, (in Record record) => record.SequenceNumber >= minimum);
    }

    public static LogPosition FromTime(LogView log, long minimum)
    {
        var segment = log.Segments[log.IndexOf(segment => FirstTime(log, segment) < minimum)];
        return Scan(log, segment, (in Record record) => record.EnqueuedTime >= minimum);
    }

    /// <summary>The sequence number of the event at an offset, or of the next one where there is none.</summary>
    public static long SequenceNumberAt(LogView log, long offset)
    {
        if (offset >= log.EndOffset)
            return log.EndSequenceNumber;
        return RecordHeader.Read(log, Math.Max(offset, log.BeginOffset))?.SequenceNumber ?? log.EndSequenceNumber;
    }

    private static LogPosition FromOffset(LogView log, long minimum)
    {
        var segment = log.Segments[log.IndexOf(segment => segment.BaseOffset <= minimum)];
        return Scan(log, segment, (in Record record) => record.Offset >= minimum);
    }

    private static long FirstTime(LogView log, Segment segment) =>
        RecordHeader.Read(log, segment.BaseOffset)?.EnqueuedTime ?? long.MaxValue;

    private static LogPosition Scan(LogView log, Segment segment, Condition found)
    {
        var offset = Math.Max(segment.BaseOffset, log.BeginOffset);
        while ((offset = log.Next(offset)) < log.EndOffset)
        {
            using var chunk = RecordChunk.Read(log, offset, ScanSize);
            var before = offset;
            while (chunk.TryNext(out var record))
            {
                if (found(record))
                    return new LogPosition(record.Offset, record.SequenceNumber);
                offset = record.NextOffset;
            }

            if (offset == before)
                throw new DamagedRecordException(offset);
        }

        return End(log);
    }

    private static LogPosition End(LogView log) => new(log.EndOffset, log.EndSequenceNumber);
}

/// <summary>Where an event lies, or would.</summary>
internal readonly record struct LogPosition(long Offset, long SequenceNumber);
