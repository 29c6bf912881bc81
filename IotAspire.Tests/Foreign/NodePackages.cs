using IotAspire.Tests.Support;

namespace IotAspire.Tests.Foreign;

/// <summary>Programs and libraries of npm, installed as the lock file beside this class says.</summary>
internal static class NodePackages
{
    private static readonly string[] Manifest = ["package.json", "package-lock.json", ".npmrc"];

    /// <summary>The folder that holds <c>node_modules</c>; skips the test where there is no Node.js.</summary>
    public static Task<string> GetAsync()
    {
        Requirement.Met(Tool.Exists("node") && Tool.Exists("npm"), "Node.js with npm");
        var files = Manifest.Select(name => Repository.PathOf("IotAspire.Tests", "Foreign", name)).ToList();
        return InstalledOnce.GetAsync("npm", files, async folder =>
        {
            foreach (var file in files)
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            await Tool.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"], folder);
        });
    }
}
