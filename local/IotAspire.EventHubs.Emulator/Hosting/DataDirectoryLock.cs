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
        catch (IOException exception)
        {
            throw new IOException($"The data directory {directory} is in use by another emulator.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
