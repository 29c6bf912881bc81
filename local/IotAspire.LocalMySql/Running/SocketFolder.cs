using System.Security.Cryptography;
using System.Text;

namespace IotAspire.LocalMySql.Running;

/// <summary>
/// A folder for the server's Unix socket, open to its owner only, with a short path: one over 107 characters aborts the start.
/// Its name belongs to the data directory, so a killed server leaves no more than this one behind; and it is emptied first,
/// because such a server's lock file in it aborts the start too.
/// </summary>
internal sealed class SocketFolder : IDisposable
{
    private const int LongestBase = 60;
    private readonly string _folder;

    public SocketFolder(string dataDirectory)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory));
        _folder = Path.Combine(Base(), $"iotaspire-{Convert.ToHexStringLower(hash)[..12]}");
        Dispose();
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Socket => Path.Combine(_folder, "s");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static string Base()
    {
        var candidates = new[] { Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Path.GetTempPath() };
        return candidates.FirstOrDefault(folder => folder?.Length is > 0 and <= LongestBase && Directory.Exists(folder))
            ?? (OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp");
    }
}
