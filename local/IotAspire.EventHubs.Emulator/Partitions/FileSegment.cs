using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// A segment in a file named after its first sequence number: a header (magic, base sequence number, base offset; 24
/// bytes) and records.
/// </summary>
internal sealed class FileSegment : Segment, IDisposable
{
    public const string Extension = ".segment";

    private const int HeaderSize = 24;
    private const ulong Magic = 0x31_47_45_53_54_48_56_45;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private FileSegment(string path, SafeFileHandle file, long baseSequenceNumber, long baseOffset)
        : base(baseSequenceNumber, baseOffset) => (_path, _file) = (path, file);

    public static FileSegment Create(string directory, long baseSequenceNumber, long baseOffset)
    {
        var path = Path.Combine(directory, baseSequenceNumber.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        var file = OpenHandle(path, FileMode.Create);
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], baseSequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], baseOffset);
        RandomAccess.Write(file, header, 0);
        return new FileSegment(path, file, baseSequenceNumber, baseOffset);
    }

    /// <summary>Opens a segment; null if not even its header was written whole.</summary>
    public static FileSegment? Open(string path)
    {
        var file = OpenHandle(path, FileMode.Open);
        Span<byte> header = stackalloc byte[HeaderSize];
        if (RandomAccess.Read(file, header, 0) < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            file.Dispose();
            return null;
        }

        return new FileSegment(
            path, file, BinaryPrimitives.ReadInt64LittleEndian(header[8..]), BinaryPrimitives.ReadInt64LittleEndian(header[16..]))
        {
            Length = RandomAccess.GetLength(file) - HeaderSize,
        };
    }

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, HeaderSize + Length);
        Length += bytes.Length;
    }

    public override int Read(long position, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var count = RandomAccess.Read(_file, buffer[total..], HeaderSize + position + total);
            if (count == 0)
                break;
            total += count;
        }

        return total;
    }

    public override void Flush() => RandomAccess.FlushToDisk(_file);

    public override void Truncate(long length)
    {
        RandomAccess.SetLength(_file, HeaderSize + length);
        Length = length;
    }

    // The handle stays open for readers that are in the middle of it; the last one to forget it closes it.
    public override void Delete() => File.Delete(_path);

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle OpenHandle(string path, FileMode mode) =>
        File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
}
