namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Finds out what of a log survived, and cuts off what a crash left half-written.</summary>
internal static class LogRecovery
{
    /// <summary>
    /// The log that an earlier run left, or an empty one. What lies behind the last whole record was never acknowledged and is cut
    /// off. Where whole records lie behind, it is damage.
    /// </summary>
    public static RecoveredLog Recover(SegmentStore store)
    {
        var lost = new List<LostEvents>();
        var begin = store.LoadBegin();
        var segments = store.Load(lost);
        if (segments.Count == 0)
            return new RecoveredLog(Empty(store, begin), 0, lost);

        var last = segments[^1];
        var runs = SegmentScan.Runs(last);
        var end = runs[^1].End;
        var cut = last.Length - end;
        var log = Describe(segments, runs[^1], begin);
        if (runs.Count > 1)
            log = LogRepair.Repair(store, log, last.BaseOffset, lost);
        else if (cut > 0)
            last.Truncate(end);
        return new RecoveredLog(BeginAt(store, log, begin.SequenceNumber, lost), cut, lost);
    }

    // Where retention let it begin, if nothing of it is left: numbers and offsets go on.
    private static LogView Empty(SegmentStore store, LogBegin begin) => new([store.Create(begin.SequenceNumber, begin.LastOffset + 1)])
    {
        BeginSequenceNumber = begin.SequenceNumber,
        BeginOffset = begin.LastOffset + 1,
        EndSequenceNumber = begin.SequenceNumber,
        EndOffset = begin.LastOffset + 1,
        LastOffset = begin.LastOffset,
        LastEnqueuedTime = begin.LastEnqueuedTime,
    };

    private static LogView Describe(List<Segment> segments, RecordRun end, LogBegin begin)
    {
        var (lastOffset, lastTime) = Newest(segments, end) ?? (begin.LastOffset, begin.LastEnqueuedTime);
        return new LogView([.. segments])
        {
            BeginSequenceNumber = segments[0].BaseSequenceNumber,
            BeginOffset = segments[0].BaseOffset,
            EndSequenceNumber = end.EndSequenceNumber,
            EndOffset = segments[^1].BaseOffset + end.End,
            LastOffset = lastOffset,
            LastEnqueuedTime = lastTime,
        };
    }

    // A segment without records is one whose first write didn't happen, or that a repair began; then the newest event is before it.
    private static (long Offset, long Time)? Newest(List<Segment> segments, RecordRun end)
    {
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            var run = index == segments.Count - 1 ? end : SegmentScan.Runs(segments[index])[^1];
            if (run.Count > 0)
                return (segments[index].BaseOffset + run.LastPosition, run.LastEnqueuedTime);
        }

        return null;
    }

    private static LogView BeginAt(SegmentStore store, LogView log, long sequenceNumber, List<LostEvents> lost)
    {
        LogView? begun = null;
        while (begun is null)
        {
            try
            {
                begun = LogRetention.BeginAt(log, sequenceNumber);
            }
            catch (DamagedRecordException damaged)
            {
                var repaired = LogRepair.Repair(store, log, damaged.Offset, lost);
                if (repaired == log)
                    throw;
                log = repaired;
            }
        }

        // A crash may have come between noting the new beginning and removing what lies before it.
        foreach (var segment in log.Segments.Except(begun.Segments))
            segment.Delete();
        return begun;
    }
}

/// <summary>A log as it was found: how many bytes of half-written records were cut off, and what was lost to damage.</summary>
internal sealed record RecoveredLog(LogView Log, long BytesCut, IReadOnlyList<LostEvents> Lost);

/// <summary>
/// Sets a damaged segment aside and puts its whole records in its place, with gaps where damaged ones were. Readers that have the
/// old segment in hand go on with it.
/// </summary>
internal static class LogRepair
{
    /// <summary>The log without the damaged records of the segment around an offset; what they were is added to the list.</summary>
    public static LogView Repair(SegmentStore store, LogView log, long offset, List<LostEvents> lost)
    {
        var index = log.IndexOf(candidate => candidate.BaseOffset <= offset);
        var segment = log.Segments[index];
        var isLast = index == log.Segments.Length - 1;
        var end = isLast ? new LogPosition(log.EndOffset, log.EndSequenceNumber) : Begin(log.Segments[index + 1]);
        // Where the next segment begins, an earlier repair, cut short by a crash, has put it already.
        var runs = SegmentScan.Runs(segment).Where((run, place) => place == 0 || segment.BaseOffset + run.Position < end.Offset).ToList();
        if (runs is [var whole] && (whole.End == segment.Length || segment.BaseOffset + whole.End == end.Offset))
            return log;

        var keptAs = store.SetAside(segment);
        lost.AddRange(Lost(runs, end.SequenceNumber, keptAs));
        var replacements = Replace(store, segment, runs);
        // Numbers and offsets that were given out aren't given again.
        if (isLast && (replacements.Count == 0 || segment.BaseOffset + runs[^1].End != end.Offset))
            replacements.Add(Begin(store, end));
        return log with { Segments = log.Segments.RemoveAt(index).InsertRange(index, replacements) };
    }

    private static List<Segment> Replace(SegmentStore store, Segment segment, List<RecordRun> runs)
    {
        var replacements = new List<Segment>();
        // From behind: until the first takes the damaged one's name, everything can be begun again after a crash.
        foreach (var run in runs.Where(run => run.Count > 0).OrderByDescending(run => run.Position))
        {
            var bytes = new byte[run.End - run.Position];
            segment.Read(run.Position, bytes);
            replacements.Insert(0, store.CreateWhole(run.FirstSequenceNumber, segment.BaseOffset + run.Position, bytes));
        }

        if (runs[0].Count == 0)
            segment.Delete();
        return replacements;
    }

    private static Segment Begin(SegmentStore store, LogPosition at)
    {
        var segment = store.Create(at.SequenceNumber, at.Offset);
        segment.Flush();
        return segment;
    }

    private static IEnumerable<LostEvents> Lost(List<RecordRun> runs, long end, string? keptAs)
    {
        var ends = runs.Skip(1).Select(run => run.FirstSequenceNumber).Append(end);
        return runs.Zip(ends, (run, next) => new LostEvents(run.EndSequenceNumber, next - 1, keptAs)).Where(gap => gap.Last >= gap.First);
    }

    private static LogPosition Begin(Segment segment) => new(segment.BaseOffset, segment.BaseSequenceNumber);
}
