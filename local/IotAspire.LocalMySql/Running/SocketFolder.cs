using System.Security.Cryptography;
using IotAspire.Folders;

namespace IotAspire.LocalMySql.Running;

/// <summary>
/// A folder for the server's Unix socket, open to its owner only, with a short path: one over 107 characters aborts the start. Its name
/// can't be foreseen, so that nobody else can have made it before.
/// </summary>
internal sealed class SocketFolder : IDisposable
{
    private const int MaxBaseLength = 60;
    private const int NameLength = 16;
    private readonly string? _folder;

    /// <param name="given">The socket's path where somebody else has made its folder; null for a folder that goes with this.</param>
    public SocketFolder(string? given)
    {
        if (given is not null)
        {
            Socket = given;
            // Left by a server that was killed: another process may have its number by now, and the server would believe that it runs.
            File.Delete($"{given}.lock");
            return;
        }

        _folder = Path.Combine(Base(), $"iotaspire-{RandomNumberGenerator.GetHexString(NameLength, lowercase: true)}");
        PrivateFolder.Create(_folder);
        Socket = Path.Combine(_folder, "s");
    }

    public string Socket { get; }

    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static string Base()
    {
        var candidates = new[] { Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Path.GetTempPath() };
        return candidates.FirstOrDefault(folder => folder?.Length is > 0 and <= MaxBaseLength && Directory.Exists(folder))
            ?? (OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp");
    }
}
