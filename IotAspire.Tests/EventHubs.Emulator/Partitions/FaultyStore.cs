using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.Tests.EventHubs.Emulator.Partitions;

/// <summary>Segments in memory on a disk that fails when it is told to.</summary>
internal sealed class FaultyStore() : SegmentStore(null)
{
    public bool FailsToFlush { get; set; }

    public bool FailsToTruncate { get; set; }

    public override Segment Create(long baseSequenceNumber, long baseOffset) =>
        new FaultySegment(this, new MemorySegment(baseSequenceNumber, baseOffset));

    private sealed class FaultySegment(FaultyStore disk, MemorySegment memory) : Segment(memory.BaseSequenceNumber, memory.BaseOffset)
    {
        public override void Append(ReadOnlySpan<byte> bytes)
        {
            memory.Append(bytes);
            Length = memory.Length;
        }

        public override int Read(long position, Span<byte> buffer) => memory.Read(position, buffer);

        public override void Flush()
        {
            if (disk.FailsToFlush)
                throw new IOException("The disk is full.");
        }

        public override void Truncate(long length)
        {
            if (disk.FailsToTruncate)
                throw new UnauthorizedAccessException("The disk is read-only.");
            memory.Truncate(length);
            Length = length;
        }

        public override void Delete() => memory.Delete();
    }
}
