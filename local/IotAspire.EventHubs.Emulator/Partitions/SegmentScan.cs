namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Finds the whole records of a segment, also those behind damaged ones.</summary>
internal static class SegmentScan
{
    private const int ScanSize = 4 * 1024 * 1024;

    /// <summary>
    /// All stretches of whole records. The first begins where the segment does, and may be empty; before each of the others, and
    /// behind the last, lies what isn't a record.
    /// </summary>
    public static IReadOnlyList<RecordRun> Runs(Segment segment)
    {
        List<RecordRun> runs = [Run(segment, 0, segment.BaseSequenceNumber)];
        while (runs[^1].End < segment.Length && FindNext(segment, runs[^1]) is { } next)
            runs.Add(Run(segment, next.Position, next.FirstSequenceNumber));
        return runs;
    }

    private static RecordRun Run(Segment segment, long position, long sequenceNumber)
    {
        var run = new RecordRun(position, position, sequenceNumber, 0, 0, 0);
        var buffer = new byte[Math.Clamp(segment.Length - position, RecordFormat.HeaderSize, ScanSize)];
        while (run.End < segment.Length)
        {
            var before = run.End;
            run = Extend(run, buffer.AsSpan(0, segment.Read(run.End, buffer)));
            if (run.End == before)
                break;
        }

        return run;
    }

    private static RecordRun Extend(RecordRun run, ReadOnlySpan<byte> bytes)
    {
        while (RecordFormat.TryRead(bytes, run.End, out var record)
            && record.SequenceNumber == run.EndSequenceNumber
            && RecordFormat.IsIntact(bytes[..record.Size]))
        {
            run = run.With(record);
            bytes = bytes[record.Size..];
        }

        return run;
    }

    // Byte by byte: the length of a damaged record may be what is damaged. All of the rest at once, which is a segment at most and
    // happens to damaged ones only.
    private static RecordRun? FindNext(Segment segment, RecordRun run)
    {
        var bytes = new byte[segment.Length - run.End];
        var length = segment.Read(run.End, bytes);
        for (var at = 1; at + RecordFormat.HeaderSize <= length; at++)
        {
            var rest = bytes.AsSpan(at, length - at);
            // The maximum number of records in between.
            var maxLost = at / RecordFormat.HeaderSize;
            if (RecordFormat.TryRead(rest, run.End + at, out var record)
                && record.SequenceNumber - run.EndSequenceNumber is var lost && lost >= 0 && lost <= maxLost
                && RecordFormat.IsIntact(rest[..record.Size]))
                return new RecordRun(run.End + at, run.End + at, record.SequenceNumber, 0, 0, 0);
        }

        return null;
    }
}
