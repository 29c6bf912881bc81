using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace IotAspire.Storage.Ingest;

/// <summary>Readings as the tab-separated lines that LOAD DATA reads.</summary>
internal static class ReadingRows
{
    // Ten digits, two instants of 26 and 23 characters, a double of at most 24, a flag, five separators.
    private const int LongestRow = 128;

    public static ReadOnlyMemory<byte> Write(IReadOnlyCollection<ReadingRecord> records)
    {
        var output = new ArrayBufferWriter<byte>(records.Count * 72 + LongestRow);
        foreach (var record in records)
            output.Advance(WriteRow(output.GetSpan(LongestRow), record));
        return output.WrittenMemory;
    }

    private static int WriteRow(Span<byte> row, in ReadingRecord record)
    {
        Utf8Formatter.TryFormat(record.Sensor, row, out var length);
        row[length++] = (byte)'\t';
        record.MeasuredAt.TryFormat(row[length..], out var written, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        length += written;
        row[length++] = (byte)'\t';
        // The shortest text that reads back as the same double.
        record.Value.TryFormat(row[length..], out written, "R", CultureInfo.InvariantCulture);
        length += written;
        row[length++] = (byte)'\t';
        record.EnqueuedAt.TryFormat(row[length..], out written, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        length += written;
        row[length++] = (byte)'\t';
        row[length++] = (byte)('0' + (byte)record.Flags);
        row[length++] = (byte)'\n';
        return length;
    }
}
