namespace IotAspire.ChildProcesses;

/// <summary>Looks programs up on the PATH.</summary>
public static class ExecutablePath
{
    /// <summary>The folders of the PATH.</summary>
    public static IReadOnlyList<string> Folders => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether the PATH has the program.</summary>
    public static bool Exists(string name)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return Folders.Any(folder => File.Exists(Path.Combine(folder, fileName)));
    }
}
