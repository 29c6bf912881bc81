using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// Directories whose entries survive a crash of the machine: a file that was flushed can still be lost together with its name.
/// Windows' file system logs its entries and needs no such help.
/// </summary>
internal static partial class DurableDirectory
{
    private const int ReadOnly = 0;

    /// <summary>Creates a directory with all that is missing above it; only their owner may enter.</summary>
    public static void Create(string path)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        Create(parent);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Flush(parent);
    }

    /// <summary>Returns when the names in the directory are as durable as what they stand for.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var directory = Open(path, ReadOnly);
        if (directory.IsInvalid)
            throw new IOException($"The directory {path} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        RandomAccess.FlushToDisk(directory);
    }

    // .NET opens no directories.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}

/// <summary>Small files that are either the old or the new one after a crash, never half of each.</summary>
internal static class DurableFile
{
    /// <summary>How the names of files end that aren't whole yet; a crash may leave them.</summary>
    public const string Unfinished = ".new";

    public static void Write(string path, string text)
    {
        var temporary = path + Unfinished;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
        DurableDirectory.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
