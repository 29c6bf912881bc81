using IotAspire.Tests.Support;

namespace IotAspire.Tests.Foreign;

/// <summary>.NET tools of NuGet in the versions that the file beside this class says.</summary>
internal static class DotnetTools
{
    private const string Manifest = "dotnet-tools.json";

    /// <summary>The folder in which <c>dotnet nswag</c> and <c>dotnet kiota</c> can be run.</summary>
    public static Task<string> GetAsync()
    {
        var manifest = Repository.PathOf("IotAspire.Tests", "Foreign", Manifest);
        return InstalledOnce.GetAsync("dotnet-tools", [manifest], async folder =>
        {
            File.Copy(manifest, Path.Combine(folder, Manifest));
            await Tool.RunAsync("dotnet", ["tool", "restore"], folder);
        });
    }
}
