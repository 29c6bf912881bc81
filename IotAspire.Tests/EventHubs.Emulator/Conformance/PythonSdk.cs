using System.Diagnostics;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>
/// The Python SDK as Debian packages it, with the system's Python. The packages are only unpacked, and only what is
/// needed of them: python3-azure as a whole takes half a gigabyte. No root is needed for that.
/// </summary>
public sealed class PythonSdk() : SdkUnderTest(clients: 8)
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Packages =
    [
        "python3-azure", "python3-typing-extensions", "python3-six", "python3-requests", "python3-urllib3", "python3-idna",
        "python3-certifi", "python3-chardet", "python3-charset-normalizer",
    ];

    private protected override bool NeedsTls => true;

    private protected override async Task<ProcessStartInfo> PrepareAsync()
    {
        Requirement.Met(File.Exists(Python) && Tool.Exists("apt-get") && Tool.Exists("dpkg-deb"), "Python on Debian");
        var folder = await InstalledOnce.GetAsync("debian", ["/etc/debian_version"], async folder =>
        {
            await DownloadAsync(folder);
            foreach (var package in Directory.GetFiles(folder, "*.deb"))
                await Tool.RunAsync("/bin/sh", ["-c", "dpkg-deb --fsys-tarfile \"$0\" | tar x --exclude='./usr/lib/python3/dist-packages/azure/mgmt'", package], folder);
        });
        var start = new ProcessStartInfo(Python, ["-B", Script("Python", "main.py")]);
        start.Environment["PYTHONPATH"] = Path.Combine(folder, "usr/lib/python3/dist-packages");
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

        Requirement.Met(isKnown, "the package python3-azure");
    }
}
