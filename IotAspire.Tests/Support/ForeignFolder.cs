using System.Diagnostics;

namespace IotAspire.Tests.Support;

/// <summary>A folder of another user, as one could have prepared it. Only root can give folders away; others take one that is root's.</summary>
internal sealed class ForeignFolder : IDisposable
{
    private readonly TemporaryFolder? _own;

    public ForeignFolder()
    {
        Requirement.Met(OperatingSystem.IsLinux(), "owners are looked at on Linux");
        if (!Environment.IsPrivilegedProcess)
            return;
        _own = new TemporaryFolder();
        using var change = Process.Start("chown", ["nobody", _own.Path]);
        change.WaitForExit();
        Assert.Equal(0, change.ExitCode);
    }

    public string Path => _own?.Path ?? "/usr";

    public void Dispose() => _own?.Dispose();
}
