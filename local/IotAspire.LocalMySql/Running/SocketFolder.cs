namespace IotAspire.LocalMySql.Running;

/// <summary>
/// A folder for the server's Unix socket, open to its owner only. It has a short name of its own: a socket's path over 107
/// characters aborts the start, and in a lasting folder the lock file of a killed server would do so too.
/// </summary>
internal sealed class SocketFolder : IDisposable
{
    private const int LongestFolder = 80;
    private readonly string _folder;

    public SocketFolder()
    {
        _folder = Directory.CreateTempSubdirectory("iotaspire-").FullName;
        if (_folder.Length <= LongestFolder || OperatingSystem.IsWindows())
            return;
        Directory.Delete(_folder);
        _folder = Path.Combine("/tmp", Path.GetFileName(_folder));
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Socket => Path.Combine(_folder, "s");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
