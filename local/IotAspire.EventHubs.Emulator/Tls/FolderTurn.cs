using System.Diagnostics;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Folders;

namespace IotAspire.EventHubs.Emulator.Tls;

/// <summary>
/// A turn with a folder that several processes use, one after the other. The operating system ends it however the process does.
/// </summary>
internal sealed class FolderTurn : IDisposable
{
    // Making a certificate takes milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private FolderTurn(FileStream file) => _file = file;

    /// <summary>Waits for the turn; creates the folder if it isn't there.</summary>
    /// <exception cref="IOException">Others take too long.</exception>
    /// <exception cref="UnauthorizedAccessException">Others could have put a key there.</exception>
    public static FolderTurn Take(string folder)
    {
        DurableDirectory.Create(folder);
        PrivateFolder.CreateReadable(folder);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FolderTurn(PrivateFolder.Lock(Path.Combine(folder, ".lock")));
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
