using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

/// <summary>The child watches its standard input, whose other end this process holds until it ends.</summary>
internal sealed class StandardInputEnd : IChildGuard
{
    public void Prepare(ProcessStartInfo info) => info.Environment[ChildProcessHost.StopOnStandardInputEnd] = "true";

    public void Attach(Process process)
    {
    }

    public void Kill(Process process) => process.Kill();
}
