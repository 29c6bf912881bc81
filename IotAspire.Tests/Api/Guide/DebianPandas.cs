using System.Diagnostics;
using IotAspire.Tests.EventHubs.Emulator.Conformance;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Guide;

/// <summary>The system's Python with pandas as Debian packages it; the packages are only unpacked, so no root is needed.</summary>
internal static class DebianPandas
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Packages =
    [
        "python3-pandas", "python3-pandas-lib", "python3-numpy", "python3-dateutil", "python3-tz", "python3-six", "python3-pkg-resources", "libblas3", "liblapack3", "libgfortran5", "libquadmath0",
    ];

    /// <summary>Ready to run a script that is given on the standard input.</summary>
    public static async Task<ProcessStartInfo> GetAsync()
    {
        Requirement.Met(File.Exists(Python) && Tool.Exists("apt-get") && Tool.Exists("dpkg-deb"), "Python on Debian");
        var folder = await InstalledOnce.GetAsync("pandas", ["/etc/debian_version"], async folder =>
        {
            await DownloadAsync(folder);
            foreach (var package in Directory.GetFiles(folder, "*.deb"))
                await Tool.RunAsync("dpkg-deb", ["-x", package, "."], folder);
        });
        var start = new ProcessStartInfo(Python, ["-B", "-"]);
        start.Environment["PYTHONPATH"] = Path.Combine(folder, "usr/lib/python3/dist-packages");
        start.Environment["LD_LIBRARY_PATH"] = string.Join(':', Directory.EnumerateFiles(folder, "*.so.*", SearchOption.AllDirectories).Select(Path.GetDirectoryName).Distinct());
        return start;
    }

    // A machine that has never updated its lists of packages knows none.
    private static async Task DownloadAsync(string folder)
    {
        string[] download = ["-q", "download", .. Packages];
        var isKnown = await Tool.TryRunAsync("apt-get", download, folder);
        if (!isKnown && Environment.IsPrivilegedProcess)
        {
            await Tool.RunAsync("apt-get", ["-q", "update"], folder);
            isKnown = await Tool.TryRunAsync("apt-get", download, folder);
        }

        Requirement.Met(isKnown, "the package python3-pandas");
    }
}
