using System.Diagnostics;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>The JavaScript SDK under Node.js, installed as its lock file says.</summary>
public sealed class JavaScriptSdk() : SdkUnderTest(clients: 3)
{
    private static readonly string[] Manifest = ["package.json", "package-lock.json", ".npmrc"];

    private protected override bool NeedsTls => false;

    private protected override async Task<ProcessStartInfo> PrepareAsync()
    {
        Requirement.Met(Tool.Exists("node") && Tool.Exists("npm"), "Node.js with npm");
        var files = Manifest.Select(name => Script("JavaScript", name)).ToList();
        var folder = await InstalledOnce.GetAsync("npm", files, async folder =>
        {
            foreach (var file in files)
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            await Tool.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"], folder);
        });
        return new ProcessStartInfo("node", [Script("JavaScript", "main.js"), folder]);
    }
}
