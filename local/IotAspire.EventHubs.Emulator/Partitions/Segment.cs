namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// A stretch of a partition's log. One writer appends; readers read below the end that the partition has published, so
/// the two never touch the same bytes.
/// </summary>
internal abstract class Segment(long baseSequenceNumber, long baseOffset)
{
    protected const int MaxRollSize = 32 * 1024 * 1024;
    private const int MinRollSize = 64 * 1024;

    /// <summary>The size at which a new segment begins, of a partition that keeps a number of bytes: it gives up whole segments.</summary>
    public static long RollSize(long retentionBytes) => Math.Clamp(retentionBytes / 4, MinRollSize, MaxRollSize);

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

/// <summary>A segment that ends with the process.</summary>
internal sealed class MemorySegment(long baseSequenceNumber, long baseOffset) : Segment(baseSequenceNumber, baseOffset)
{
    private const int BlockSize = 256 * 1024;

    // Blocks never move, so a reader needs no lock. Room for a segment that was just short of rolling and got a full batch.
    private readonly byte[]?[] _blocks = new byte[]?[2 * MaxRollSize / BlockSize];

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var block = _blocks[Length / BlockSize] ??= new byte[BlockSize];
            var at = (int)(Length % BlockSize);
            var count = Math.Min(bytes.Length, BlockSize - at);
            bytes[..count].CopyTo(block.AsSpan(at));
            bytes = bytes[count..];
            Length += count;
        }
    }

    public override int Read(long position, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length && _blocks[(position + total) / BlockSize] is { } block)
        {
            var at = (int)((position + total) % BlockSize);
            var count = Math.Min(buffer.Length - total, BlockSize - at);
            block.AsSpan(at, count).CopyTo(buffer[total..]);
            total += count;
        }

        return total;
    }

    public override void Flush()
    {
    }

    public override void Truncate(long length) => Length = length;

    public override void Delete()
    {
    }
}
