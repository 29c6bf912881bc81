namespace IotAspire.Tests.EndToEnd;

/// <summary>Other projects' outputs, beside the tests' own: artifacts/servers/bin/project/configuration.</summary>
internal static class BuiltAssembly
{
    public static string PathOf(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, $"{project}.dll");
    }
}
