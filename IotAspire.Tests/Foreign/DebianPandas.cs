using System.Diagnostics;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Foreign;

/// <summary>The system's Python with pandas, and what it reads workbooks with, as Debian packages them.</summary>
internal static class DebianPandas
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Packages =
    [
        "python3-pandas", "python3-pandas-lib", "python3-numpy", "python3-dateutil", "python3-tz", "python3-six", "python3-pkg-resources", "libblas3", "liblapack3", "libgfortran5", "libquadmath0",
        "python3-openpyxl", "python3-et-xmlfile",
    ];

    /// <summary>Ready to run a script that is given on the standard input.</summary>
    public static async Task<ProcessStartInfo> GetAsync()
    {
        Requirement.Met(File.Exists(Python), "the system's Python");
        var folder = await DebianPackages.GetAsync("pandas-openpyxl", Packages);
        var start = new ProcessStartInfo(Python, ["-B", "-"]);
        start.Environment["PYTHONPATH"] = Path.Combine(folder, "usr/lib/python3/dist-packages");
        start.Environment["LD_LIBRARY_PATH"] = string.Join(':', Directory.EnumerateFiles(folder, "*.so.*", SearchOption.AllDirectories).Select(Path.GetDirectoryName).Distinct());
        return start;
    }
}
