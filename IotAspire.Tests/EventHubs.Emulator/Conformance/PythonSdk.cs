using System.Diagnostics;
using IotAspire.Tests.Foreign;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>
/// The Python SDK as Debian packages it, with the system's Python. Only what is needed of the packages is unpacked: python3-azure
/// as a whole takes half a gigabyte.
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
        Requirement.Met(File.Exists(Python), "the system's Python");
        var folder = await DebianPackages.GetAsync("python-azure", Packages, leftOut: "./usr/lib/python3/dist-packages/azure/mgmt");
        var start = new ProcessStartInfo(Python, ["-B", Script("Python", "main.py")]);
        start.Environment["PYTHONPATH"] = Path.Combine(folder, "usr/lib/python3/dist-packages");
        return start;
    }
}
