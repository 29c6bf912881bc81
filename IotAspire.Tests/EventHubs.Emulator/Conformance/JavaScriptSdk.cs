using System.Diagnostics;
using IotAspire.Tests.Foreign;

namespace IotAspire.Tests.EventHubs.Emulator.Conformance;

/// <summary>The JavaScript SDK under Node.js.</summary>
public sealed class JavaScriptSdk() : SdkUnderTest(clients: 3)
{
    private protected override bool NeedsTls => false;

    private protected override async Task<ProcessStartInfo> PrepareAsync() =>
        new("node", [Script("JavaScript", "main.js"), await NodePackages.GetAsync()]);
}
