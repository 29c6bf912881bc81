namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Where a partition's segments live: a directory, or nowhere but in memory.</summary>
internal sealed class SegmentStore(string? directory)
{
    private const string BeginFile = "begin";

    public Segment Create(long baseSequenceNumber, long baseOffset) => directory is null
        ? new MemorySegment(baseSequenceNumber, baseOffset)
        : FileSegment.Create(directory, baseSequenceNumber, baseOffset);

    /// <summary>The segments that an earlier run left, in order.</summary>
    public IReadOnlyList<Segment> Load()
    {
        if (directory is null)
            return [];
        Directory.CreateDirectory(directory);
        var segments = new List<Segment>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + FileSegment.Extension).Order(StringComparer.Ordinal))
        {
            if (FileSegment.Open(path) is { } segment)
                segments.Add(segment);
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
}
