using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace IotAspire.Folders;

/// <summary>
/// Folders of the user's own. What other users could have put there would be run or believed as if this user had made it, so such a
/// folder is refused, not repaired. Folders above it are the user's to choose.
/// </summary>
internal static partial class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Creates a folder that only its owner may enter; one that others could only read becomes so.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to another user, or other users can write to it.</exception>
    public static void Create(string path)
    {
        CreateReadable(path);
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>The same for a folder that may hold other things: if it is there, others may go on reading it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to another user, or other users can write to it.</exception>
    public static void CreateReadable(string path)
    {
        // With a separator at its end, a link would be followed.
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if (new DirectoryInfo(path).LinkTarget is not null)
            throw Refused(path, "is a symbolic link");
        var (isOwn, mode) = OperatingSystem.IsLinux() ? LookAt(path) : TryToChange(path);
        if (!isOwn)
            throw Refused(path, "belongs to another user");
        if ((mode & WritableByOthers) != 0)
            throw Refused(path, "can be written by other users");
    }

    /// <summary>Holds a lock file until it is closed. Only its owner may open it: another user who could read it could hold it.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static FileStream Lock(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 };
        if (OperatingSystem.IsWindows())
            return new(path, options);
        options.UnixCreateMode = OwnerOnlyFile;
        var file = new FileStream(path, options);
        try
        {
            // An early version let others read it.
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnlyFile);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file that only its owner may read, from its first byte on: whole or not at all, in place of one that is there.</summary>
    public static void WriteFile(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnlyFile;
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static UnauthorizedAccessException Refused(string path, string reason) =>
        new($"{path} {reason}, so what is in it can't be trusted. If only you have used it, change its owner or mode (chmod go-w); else delete it, or give another folder.");

    private static (bool IsOwn, UnixFileMode Mode) LookAt(string path)
    {
        if (StatX(CurrentDirectory, path, NoFollow, TypeModeAndOwner, out var status) != 0)
            throw new IOException($"{path} can't be looked at: {Marshal.GetLastPInvokeErrorMessage()}");
        return ((status.Mode & FileType) == Folder && status.Owner == EffectiveUser(), (UnixFileMode)(status.Mode & ~FileType));
    }

    // Elsewhere the layout of stat differs by system and processor. Only the owner and root may set a mode, be it the same.
    [UnsupportedOSPlatform("windows")]
    private static (bool IsOwn, UnixFileMode Mode) TryToChange(string path)
    {
        var mode = File.GetUnixFileMode(path);
        try
        {
            File.SetUnixFileMode(path, mode);
            return (true, mode);
        }
        catch (UnauthorizedAccessException)
        {
            return (false, mode);
        }
    }

    // .NET doesn't tell who owns a file.
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int FileType = 0xf000;
    private const int Folder = 0x4000;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    // The same on all processors.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
