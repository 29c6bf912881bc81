using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

/// <summary>One operating system's way to end a child together with the process that started it.</summary>
internal interface IChildGuard
{
    /// <summary>Changes what is started.</summary>
    void Prepare(ProcessStartInfo info);

    /// <summary>Ties the started child to this process.</summary>
    void Attach(Process process);

    /// <summary>Ends the child at once.</summary>
    void Kill(Process process);
}
