using System.Collections.Immutable;
using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// What of a partition may be read, at one moment: from <see cref="BeginOffset"/> up to <see cref="EndOffset"/>, all of it
/// durable. Immutable; the partition publishes a new one after each group of appends.
/// </summary>
internal sealed record LogView(ImmutableArray<Segment> Segments)
{
    public long BeginSequenceNumber { get; init; }

    public long BeginOffset { get; init; }

    /// <summary>The sequence number that the next event will get.</summary>
    public long EndSequenceNumber { get; init; }

    public long EndOffset { get; init; }

    /// <summary>Offset of the newest event, -1 before the first.</summary>
    public long LastOffset { get; init; } = -1;

    /// <summary>Enqueued time of the newest event, milliseconds; 0 before the first.</summary>
    public long LastEnqueuedTime { get; init; }

    public bool IsEmpty => BeginSequenceNumber == EndSequenceNumber;

    public long LastSequenceNumber => EndSequenceNumber - 1;

    /// <summary>An offset itself or, where it lies in a gap that a repair left, the one at which the records go on.</summary>
    public long Next(long offset)
    {
        var index = IndexOf(segment => segment.BaseOffset <= offset);
        while (index + 1 < Segments.Length && offset >= Segments[index].BaseOffset + Segments[index].Length)
            offset = Segments[++index].BaseOffset;
        return offset;
    }

    /// <summary>Fills the buffer from an offset on, at most to the end of the segment; returns how much there was.</summary>
    public int Read(long offset, Span<byte> buffer)
    {
        var index = IndexOf(segment => segment.BaseOffset <= offset);
        var end = index + 1 < Segments.Length ? Segments[index + 1].BaseOffset : EndOffset;
        var count = (int)Math.Min(buffer.Length, end - offset);
        return count <= 0 ? 0 : Segments[index].Read(offset - Segments[index].BaseOffset, buffer[..count]);
    }

    /// <summary>The last segment for which the condition holds; the first if it holds for none.</summary>
    public int IndexOf(Func<Segment, bool> condition)
    {
        var index = Segments.Length - 1;
        while (index > 0 && !condition(Segments[index]))
            index--;
        return index;
    }
}

/// <summary>
/// Where a log begins, and its last event, which must be known also when retention took them all: times and offsets never
/// run backwards.
/// </summary>
internal sealed record LogBegin(long SequenceNumber, long LastOffset, long LastEnqueuedTime)
{
    public static LogBegin Zero { get; } = new(0, -1, 0);

    /// <summary>Reads what <see cref="ToString"/> wrote; older versions wrote the sequence number alone.</summary>
    public static LogBegin Parse(string text)
    {
        var numbers = text.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return numbers is [var sequenceNumber, var offset, var time] ? new(sequenceNumber, offset, time) : Zero with { SequenceNumber = numbers[0] };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SequenceNumber} {LastOffset} {LastEnqueuedTime}");
}

/// <summary>Events that damage took, by sequence number, first and last included, and the file in which their remains are kept.</summary>
internal sealed record LostEvents(long First, long Last, string? KeptAs);
