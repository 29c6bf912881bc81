namespace IotAspire.Benchmarks.Setup;

/// <summary>Where the build put the other projects.</summary>
internal static class Assemblies
{
    /// <summary>Beside our own output: artifacts/servers/bin/project/configuration.</summary>
    public static string FolderOf(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name);
    }
}
