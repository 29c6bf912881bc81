namespace IotAspire.ChildProcesses;

/// <summary>Looks programs up on the PATH.</summary>
public static class ExecutablePath
{
    /// <summary>Whether the PATH has the program.</summary>
    public static bool Exists(string name) => Find(name) is not null;

    /// <summary>The program's full path, or null.</summary>
    public static string? Find(string name)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(File.Exists);
    }
}
