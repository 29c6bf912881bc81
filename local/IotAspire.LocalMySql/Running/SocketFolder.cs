using System.Security.Cryptography;
using IotAspire.LocalMySql.Data;

namespace IotAspire.LocalMySql.Running;

/// <summary>
/// A folder for the server's Unix socket, open to its owner only, with a short path: one over 107 characters aborts the start. Its name
/// can't be foreseen, so that nobody else can have made it before.
/// </summary>
internal sealed class SocketFolder : IDisposable
{
    private const int LongestBase = 60;
    private const int NameLength = 16;
    private readonly string _folder = Path.Combine(Base(), $"iotaspire-{RandomNumberGenerator.GetHexString(NameLength, lowercase: true)}");

    public SocketFolder() => PrivateFolder.Create(_folder);

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
