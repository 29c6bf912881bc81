namespace IotAspire.EventHubs.Emulator.Partitions;

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
