using System.Reflection;

namespace IotAspire.AppHost;

internal static class Repository
{
    /// <summary>The folder above the AppHost's project, as the build wrote it down: nothing depends on where the AppHost is started.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key.Equals("AppHostProjectPath", StringComparison.OrdinalIgnoreCase)).Value!, ".."));
}
