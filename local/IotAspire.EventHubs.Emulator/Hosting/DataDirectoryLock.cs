using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Folders;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>Keeps a second emulator out of a data directory. The operating system releases it however the process ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    public static DataDirectoryLock Take(string directory)
    {
        DurableDirectory.Create(directory);
        PrivateFolder.CreateReadable(directory);
        try
        {
            return new(PrivateFolder.Lock(Path.Combine(directory, ".lock")));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new IOException($"The data directory {directory} is in use by another emulator.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data directory {directory} can't be written: {exception.Message}", exception);
        }
    }

    // ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and macOS.
    private static bool IsHeld(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;

    public void Dispose() => _file.Dispose();
}
