using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Where a partition's segments live: a directory, or nowhere but in memory.</summary>
internal class SegmentStore(string? directory)
{
    private const string BeginFile = "begin";

    /// <summary>A new segment at the end of the log. It is durable from its first flush on.</summary>
    public virtual Segment Create(long baseSequenceNumber, long baseOffset) => directory is null
        ? new MemorySegment(baseSequenceNumber, baseOffset)
        : FileSegment.Create(directory, baseSequenceNumber, baseOffset);

    /// <summary>A segment with these records, durable, in place of the one of the same number if there is one.</summary>
    public Segment CreateWhole(long baseSequenceNumber, long baseOffset, ReadOnlySpan<byte> records)
    {
        if (directory is not null)
            return FileSegment.CreateWhole(directory, baseSequenceNumber, baseOffset, records);
        var segment = new MemorySegment(baseSequenceNumber, baseOffset);
        segment.Append(records);
        return segment;
    }

    /// <summary>Keeps a copy of a damaged segment for analysis, and returns its path.</summary>
    public string? SetAside(Segment segment) => directory is null ? null : FileSegment.SetAside(directory, segment.BaseSequenceNumber, keep: true);

    /// <summary>The segments that an earlier run left, in order. Those that can't be opened are set aside.</summary>
    public List<Segment> Load(List<LostEvents> lost)
    {
        if (directory is null)
            return [];
        Directory.CreateDirectory(directory);
        foreach (var unfinished in Directory.EnumerateFiles(directory, "*" + DurableFile.Unfinished))
            File.Delete(unfinished);

        var segments = new List<Segment>();
        // The last first: what an unreadable one held ends where the next begins.
        foreach (var path in Directory.EnumerateFiles(directory, "*" + FileSegment.Extension).OrderDescending(StringComparer.Ordinal))
        {
            if (FileSegment.Open(path) is { } segment)
                segments.Insert(0, segment);
            else if (FileSegment.HoldsRecords(path))
                lost.Add(SetAside(path, segments.Count > 0 ? segments[0].BaseSequenceNumber : null));
            else
                File.Delete(path);
        }

        return segments;
    }

    /// <summary>Where retention let the log begin.</summary>
    public LogBegin LoadBegin()
    {
        var path = directory is null ? null : Path.Combine(directory, BeginFile);
        return File.Exists(path) ? LogBegin.Parse(File.ReadAllText(path)) : LogBegin.Zero;
    }

    public void SaveBegin(LogBegin begin)
    {
        if (directory is not null)
            DurableFile.Write(Path.Combine(directory, BeginFile), begin.ToString());
    }

    private LostEvents SetAside(string path, long? next)
    {
        var first = long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);
        return new LostEvents(first, next - 1 ?? long.MaxValue, FileSegment.SetAside(directory!, first, keep: false));
    }
}
