namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// A stretch of a partition's log. One writer appends; readers read below the end that the partition has published, so
/// the two never touch the same bytes.
/// </summary>
internal abstract class Segment(long baseSequenceNumber, long baseOffset)
{
    /// <summary>A new segment begins when one has reached this size.</summary>
    public const int RollSize = 32 * 1024 * 1024;

    public long BaseSequenceNumber { get; } = baseSequenceNumber;

    public long BaseOffset { get; } = baseOffset;

    /// <summary>Bytes of records written.</summary>
    public long Length { get; protected set; }

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Reads at a position; returns how much there was.</summary>
    public abstract int Read(long position, Span<byte> buffer);

    /// <summary>Returns when everything appended survives a crash of the machine.</summary>
    public abstract void Flush();

    /// <summary>Forgets what lies behind a position.</summary>
    public abstract void Truncate(long length);

    /// <summary>Removes the segment; readers under way can finish.</summary>
    public abstract void Delete();
}
