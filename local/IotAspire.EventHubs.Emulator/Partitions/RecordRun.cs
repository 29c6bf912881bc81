namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Whole records of a segment, one behind the other: where they lie, and what must be known of the first and the last.</summary>
internal readonly record struct RecordRun(
    long Position, long End, long FirstSequenceNumber, long Count, long LastPosition, long LastEnqueuedTime)
{
    public long EndSequenceNumber => FirstSequenceNumber + Count;

    /// <summary>With one more record at its end.</summary>
    public RecordRun With(in Record record) => this with
    {
        End = End + record.Size,
        Count = Count + 1,
        LastPosition = End,
        LastEnqueuedTime = record.EnqueuedTime,
    };
}
