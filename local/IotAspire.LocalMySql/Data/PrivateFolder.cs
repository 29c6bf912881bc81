namespace IotAspire.LocalMySql.Data;

internal static class PrivateFolder
{
    /// <summary>Creates a folder that only its owner may enter, unless it is there.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
