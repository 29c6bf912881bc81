namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Finds the offset at which a reader begins.</summary>
internal static class LogSearch
{
    private const int ScanSize = 256 * 1024;

    private delegate bool Condition(in Record record);

    public static long Find(LogView log, ReadFrom from) => from.Kind switch
    {
        ReadFromKind.Latest => log.EndOffset,
        ReadFromKind.Offset => FromOffset(log, from.Inclusive ? from.Value : from.Value + 1),
        ReadFromKind.SequenceNumber => FromSequenceNumber(log, from.Inclusive ? from.Value : from.Value + 1),
        _ => FromTime(log, from.Inclusive ? from.Value : from.Value + 1),
    };

    public static long FromSequenceNumber(LogView log, long minimum)
    {
        var segment = log.Segments[log.IndexOf(segment => segment.BaseSequenceNumber <= minimum)];
        return Scan(log, segment, (in Record record) => record.SequenceNumber >= minimum);
    }

    private static long FromOffset(LogView log, long minimum)
    {
        var segment = log.Segments[log.IndexOf(segment => segment.BaseOffset <= minimum)];
        return Scan(log, segment, (in Record record) => record.Offset >= minimum);
    }

    private static long FromTime(LogView log, long minimum)
    {
        var segment = log.Segments[log.IndexOf(segment => FirstTime(log, segment) < minimum)];
        return Scan(log, segment, (in Record record) => record.EnqueuedTime >= minimum);
    }

    private static long FirstTime(LogView log, Segment segment)
    {
        using var chunk = RecordChunk.Read(log, segment.BaseOffset, RecordFormat.HeaderSize);
        return chunk.TryNext(out var first) ? first.EnqueuedTime : long.MaxValue;
    }

    private static long Scan(LogView log, Segment segment, Condition found)
    {
        var offset = Math.Max(segment.BaseOffset, log.BeginOffset);
        while (offset < log.EndOffset)
        {
            using var chunk = RecordChunk.Read(log, offset, ScanSize);
            var before = offset;
            while (chunk.TryNext(out var record))
            {
                if (found(record))
                    return record.Offset;
                offset = record.NextOffset;
            }

            if (offset == before)
                throw new InvalidDataException($"No record at offset {offset}.");
        }

        return log.EndOffset;
    }
}
