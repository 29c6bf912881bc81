using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// A segment in a file named after its first sequence number: a header (magic, base sequence number, base offset; 24
/// bytes) and records. A damaged one is kept in the same folder, with an extension after its name.
/// </summary>
internal sealed class FileSegment : Segment, IDisposable
{
    public const string Extension = ".segment";

    private const string Damaged = ".damaged";
    private const int HeaderSize = 24;
    private const ulong Magic = 0x31_47_45_53_54_48_56_45;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    // Only the last run's directory is known to have been written: this one's entry may not be yet.
    private bool _isNamed;

    private FileSegment(string path, SafeFileHandle file, long baseSequenceNumber, long baseOffset)
        : base(baseSequenceNumber, baseOffset) => (_path, _file) = (path, file);

    public static FileSegment Create(string directory, long baseSequenceNumber, long baseOffset)
    {
        var path = PathOf(directory, baseSequenceNumber);
        var file = OpenHandle(path, FileMode.Create);
        WriteHeader(file, baseSequenceNumber, baseOffset);
        return new FileSegment(path, file, baseSequenceNumber, baseOffset);
    }

    /// <summary>Creates a segment with records; after a crash all of it is there or nothing.</summary>
    public static FileSegment CreateWhole(string directory, long baseSequenceNumber, long baseOffset, ReadOnlySpan<byte> records)
    {
        var path = PathOf(directory, baseSequenceNumber);
        var unfinished = path + DurableFile.Unfinished;
        using (var file = OpenHandle(unfinished, FileMode.Create))
        {
            WriteHeader(file, baseSequenceNumber, baseOffset);
            RandomAccess.Write(file, records, HeaderSize);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(unfinished, path, overwrite: true);
        DurableDirectory.Flush(directory);
        return Open(path) ?? throw new IOException($"{path} isn't what was written.");
    }

    /// <summary>Puts a segment's file, or a copy of it, where no start looks for segments; returns its new path.</summary>
    public static string SetAside(string directory, long baseSequenceNumber, bool keep)
    {
        var path = PathOf(directory, baseSequenceNumber);
        var aside = path + Damaged;
        for (var number = 2; File.Exists(aside); number++)
            aside = string.Create(CultureInfo.InvariantCulture, $"{path}{Damaged}-{number}");
        if (keep)
            File.Copy(path, aside);
        else
            File.Move(path, aside);
        DurableDirectory.Flush(directory);
        return aside;
    }

    /// <summary>Whether a file is longer than a segment without records.</summary>
    public static bool HoldsRecords(string path) => new FileInfo(path).Length > HeaderSize;

    /// <summary>Opens a segment; null if its header isn't one.</summary>
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

    public override void Flush()
    {
        RandomAccess.FlushToDisk(_file);
        if (_isNamed)
            return;
        var directory = Path.GetDirectoryName(Path.GetFullPath(_path))!;
        DurableDirectory.Flush(directory);
        // The directory itself may be new.
        DurableDirectory.Flush(Path.GetDirectoryName(directory)!);
        _isNamed = true;
    }

    public override void Truncate(long length)
    {
        RandomAccess.SetLength(_file, HeaderSize + length);
        Length = length;
    }

    // The handle stays open for readers that are in the middle of it; the last one to forget it closes it.
    public override void Delete() => File.Delete(_path);

    public void Dispose() => _file.Dispose();

    private static string PathOf(string directory, long baseSequenceNumber) =>
        Path.Combine(directory, baseSequenceNumber.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    private static void WriteHeader(SafeFileHandle file, long baseSequenceNumber, long baseOffset)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], baseSequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], baseOffset);
        RandomAccess.Write(file, header, 0);
    }

    private static SafeFileHandle OpenHandle(string path, FileMode mode) =>
        File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
}
