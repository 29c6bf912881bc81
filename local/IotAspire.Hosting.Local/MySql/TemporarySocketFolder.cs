using Aspire.Hosting;

namespace IotAspire.Hosting.Local;

/// <summary>A temporary folder for one Unix socket, which only this user can open. Nobody else can have made it before: its name is random.</summary>
internal sealed class TemporarySocketFolder : IDisposable
{
    // The longest that Linux and macOS take both.
    private const int MaxPathLength = 103;

    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("iotaspire-"));

    /// <summary>The socket's path. The first call creates the folder.</summary>
    /// <exception cref="DistributedApplicationException">The temporary folder's path is too long.</exception>
    public string Socket => Path.Combine(_folder.Value.FullName, "s") is { Length: <= MaxPathLength } path
        ? path
        : throw new DistributedApplicationException($"The temporary folder {Path.GetTempPath()} has too long a path for a Unix socket. Set the environment variable TMPDIR to a shorter one.");

    public void Dispose()
    {
        if (_folder.IsValueCreated && _folder.Value.Exists)
            _folder.Value.Delete(recursive: true);
    }
}
