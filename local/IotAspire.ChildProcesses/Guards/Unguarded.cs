using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

/// <summary>For short runs that end by themselves when their input has been read.</summary>
internal sealed class Unguarded : IChildGuard
{
    public void Prepare(ProcessStartInfo info)
    {
    }

    public void Attach(Process process)
    {
    }

    public void Kill(Process process) => process.Kill();
}
