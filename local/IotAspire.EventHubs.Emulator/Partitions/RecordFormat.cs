using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// A record of a partition's log: length of the message (4 bytes), CRC-32C of all that follows (4), sequence number (8),
/// enqueued time in milliseconds (8), little-endian; then the message exactly as consumers get it. A record's offset is
/// its byte position in the partition since the beginning, which is what Event Hubs calls an offset.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderSize = 24;

    /// <summary>What a record takes at most beyond the event itself: header and the hub's own annotations.</summary>
    public const int Overhead = 160;

    /// <summary>An accepted message plus the annotations that the partition adds is never longer.</summary>
    public const int MaxMessageLength = 2 * 1024 * 1024;

    private const int ChecksumStart = 8;

    public static void Write(AmqpWriter writer, EventBatch batch, EventSlice slice, long sequenceNumber, long enqueuedTime, long offset)
    {
        var start = writer.Length;
        writer.Append(HeaderSize);
        writer.Bytes(batch.Bytes.Written.Slice(slice.Start, slice.HeadLength));
        WriteAnnotations(writer, batch, slice, sequenceNumber, enqueuedTime, offset);
        writer.Bytes(batch.Bytes.Written.Slice(slice.Start + slice.HeadLength + slice.AnnotationsLength, slice.BareLength));

        var record = writer.From(start);
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], enqueuedTime);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record[ChecksumStart..]));
    }

    /// <summary>Reads the record at the front; false if it isn't all there or its length makes no sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long offset, out Record record)
    {
        record = default;
        if (bytes.Length < HeaderSize)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is < 0 or > MaxMessageLength || length > bytes.Length - HeaderSize)
            return false;
        record = new Record(
            offset,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            bytes.Slice(HeaderSize, length));
        return true;
    }

    public static bool IsIntact(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) == Checksum(record[ChecksumStart..]);

    private static void WriteAnnotations(
        AmqpWriter writer, EventBatch batch, EventSlice slice, long sequenceNumber, long enqueuedTime, long offset)
    {
        writer.Bytes([FormatCode.Described, FormatCode.ULongSmall, MessageSection.MessageAnnotations]);
        var map = writer.BeginMap(2 * (3 + slice.AnnotationPairs));
        writer.ShortSymbol(Annotation.SequenceNumber);
        writer.Byte(FormatCode.Long);
        writer.UInt64((ulong)sequenceNumber);

        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(offset, digits, out var count);
        writer.ShortSymbol(Annotation.Offset);
        writer.Bytes([FormatCode.String8, (byte)count]);
        writer.Bytes(digits[..count]);

        writer.ShortSymbol(Annotation.EnqueuedTime);
        writer.Byte(FormatCode.Timestamp);
        writer.UInt64((ulong)enqueuedTime);
        writer.Bytes(batch.Bytes.Written.Slice(slice.Start + slice.HeadLength, slice.AnnotationsLength));
        writer.EndCompound(map);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }
}

/// <summary>A record as it lies in a buffer.</summary>
internal readonly ref struct Record(long offset, long sequenceNumber, long enqueuedTime, ReadOnlySpan<byte> message)
{
    public long Offset { get; } = offset;

    public long SequenceNumber { get; } = sequenceNumber;

    public long EnqueuedTime { get; } = enqueuedTime;

    /// <summary>Ready to send.</summary>
    public ReadOnlySpan<byte> Message { get; } = message;

    public int Size => RecordFormat.HeaderSize + Message.Length;

    public long NextOffset => Offset + Size;
}

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

/// <summary>What should be a record isn't one, or isn't what was written.</summary>
internal sealed class DamagedRecordException(long offset) : IOException($"The partition can't be read at offset {offset}.")
{
    /// <summary>Where it should be.</summary>
    public long Offset { get; } = offset;
}
