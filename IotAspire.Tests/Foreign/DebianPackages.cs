using IotAspire.Tests.Support;

namespace IotAspire.Tests.Foreign;

/// <summary>Packages of Debian that are only unpacked, into a folder of the build output: no root is needed for that.</summary>
internal static class DebianPackages
{
    /// <summary>The folder with the packages' files; skips the test where they can't be had.</summary>
    /// <param name="name">Name of the folder.</param>
    /// <param name="packages">All of them: what they depend on isn't resolved.</param>
    /// <param name="leftOut">A folder of theirs that isn't needed, as <c>./usr/lib/large</c>.</param>
    public static Task<string> GetAsync(string name, IReadOnlyList<string> packages, string? leftOut = null)
    {
        Requirement.Met(Tool.Exists("apt-get") && Tool.Exists("dpkg-deb"), "Debian's packages");
        return InstalledOnce.GetAsync(name, ["/etc/debian_version"], async folder =>
        {
            await DownloadAsync(folder, packages);
            string[] exclude = leftOut is null ? [] : [$"--exclude={leftOut}"];
            foreach (var package in Directory.GetFiles(folder, "*.deb"))
                await Tool.RunAsync("/bin/sh", ["-c", "package=$0; dpkg-deb --fsys-tarfile \"$package\" | tar x \"$@\"", package, .. exclude], folder);
        });
    }

    // A machine that has never updated its lists of packages knows none.
    private static async Task DownloadAsync(string folder, IReadOnlyList<string> packages)
    {
        string[] download = ["-q", "download", .. packages];
        var isKnown = await Tool.TryRunAsync("apt-get", download, folder);
        if (!isKnown && Environment.IsPrivilegedProcess)
        {
            await Tool.RunAsync("apt-get", ["-q", "update"], folder);
            isKnown = await Tool.TryRunAsync("apt-get", download, folder);
        }

        Requirement.Met(isKnown, $"the packages {string.Join(' ', packages)}");
    }
}
