namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Finds out what of a log survived, and cuts off what a crash left half-written.</summary>
internal static class LogRecovery
{
    private const int ScanSize = 4 * 1024 * 1024;

    /// <summary>The log that an earlier run left, or an empty one, with the number of bytes that had to be cut off.</summary>
    public static (LogView Log, long BytesCut) Recover(SegmentStore store)
    {
        var segments = store.Load().ToList();
        // A segment is begun only to write to it at once: an empty one at the end is one whose first write didn't happen.
        var cut = 0L;
        while (segments.Count > 0)
        {
            var last = segments[^1];
            var found = Scan(last);
            cut += last.Length - found.End;
            if (found.Count > 0 || segments.Count == 1)
            {
                last.Truncate(found.End);
                return (Describe(store, segments, found), cut);
            }

            last.Delete();
            segments.RemoveAt(segments.Count - 1);
        }

        return (new LogView([store.Create(0, 0)]), cut);
    }

    private static LogView Describe(SegmentStore store, List<Segment> segments, Found found)
    {
        var last = segments[^1];
        var begin = store.LoadBegin();
        var log = new LogView([.. segments])
        {
            BeginSequenceNumber = segments[0].BaseSequenceNumber,
            BeginOffset = segments[0].BaseOffset,
            EndSequenceNumber = last.BaseSequenceNumber + found.Count,
            EndOffset = last.BaseOffset + found.End,
            LastOffset = found.Count > 0 ? last.BaseOffset + found.LastPosition : begin.LastOffset,
            LastEnqueuedTime = found.Count > 0 ? found.LastEnqueuedTime : begin.LastEnqueuedTime,
        };
        log = LogRetention.BeginAt(log, begin.SequenceNumber);
        // A crash may have come between noting the new beginning and removing what lies before it.
        foreach (var segment in segments.Except(log.Segments))
            segment.Delete();
        return log;
    }

    private static Found Scan(Segment segment)
    {
        var found = new Found(0, 0, 0, 0);
        var buffer = new byte[Math.Min(ScanSize, Math.Max(segment.Length, RecordFormat.HeaderSize))];
        while (found.End < segment.Length)
        {
            var length = segment.Read(found.End, buffer);
            var before = found.End;
            found = ScanBuffer(buffer.AsSpan(0, length), segment.BaseSequenceNumber, found);
            if (found.End == before)
                break;
        }

        return found;
    }

    private static Found ScanBuffer(ReadOnlySpan<byte> bytes, long baseSequenceNumber, Found found)
    {
        while (RecordFormat.TryRead(bytes, found.End, out var record)
            && record.SequenceNumber == baseSequenceNumber + found.Count
            && RecordFormat.IsIntact(bytes[..record.Size]))
        {
            found = new Found(found.Count + 1, found.End + record.Size, found.End, record.EnqueuedTime);
            bytes = bytes[record.Size..];
        }

        return found;
    }

    /// <summary>What a scan found to be whole: number of records, end of the last, its begin and its time.</summary>
    private readonly record struct Found(long Count, long End, long LastPosition, long LastEnqueuedTime);
}
