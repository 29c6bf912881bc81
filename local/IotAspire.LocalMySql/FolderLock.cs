using IotAspire.Folders;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql;

/// <summary>A lock between processes: a file held open. It ends with the process that holds it, however that ends.</summary>
internal sealed class FolderLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or gives null when another process has it.</summary>
    public static FolderLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FolderLock(PrivateFolder.Lock(path));
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            // A sharing violation is a plain IOException; a missing folder or a path too long have other types.
            return null;
        }
    }

    /// <summary>Waits until the lock is free.</summary>
    public static async Task<FolderLock> WaitAsync(string path, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        if (TryTake(path) is { } free)
            return free;
        LocalMySqlLog.WaitingForLock(logger, path);
        while (true)
        {
            await Task.Delay(Pause, time, cancellationToken);
            if (TryTake(path) is { } taken)
                return taken;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
