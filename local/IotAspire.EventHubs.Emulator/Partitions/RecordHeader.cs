using System.Buffers.Binary;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>What can be known of a record without reading its message.</summary>
internal readonly record struct RecordHeader(long SequenceNumber, long EnqueuedTime)
{
    /// <summary>The header at an offset; null if there is no record.</summary>
    public static RecordHeader? Read(LogView log, long offset)
    {
        Span<byte> bytes = stackalloc byte[RecordFormat.HeaderSize];
        if (log.Read(log.Next(offset), bytes) < bytes.Length)
            return null;
        return new RecordHeader(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]));
    }
}
