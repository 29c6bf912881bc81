using System.Globalization;

namespace IotAspire.EventHubs.Emulator.Partitions;

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
