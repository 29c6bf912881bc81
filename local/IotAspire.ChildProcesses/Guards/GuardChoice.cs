using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

internal static class GuardChoice
{
    /// <summary>
    /// The safest guard that this system has. Linux's death signal needs nothing of the child; without it our own services watch
    /// their input, other programs get a shell that watches for them, and a short run with its own input stays unguarded.
    /// </summary>
    public static IChildGuard ForThisSystem(ChildProcessStart start)
    {
        if (OperatingSystem.IsWindows())
            return new KillOnCloseJob();
        if (DeathSignal.IsAvailable)
            return new DeathSignal(start.OutOfReachOfInterrupt);
        if (start.EndsWithStandardInput)
            return new StandardInputEnd();
        return start.StandardInput is null ? new ShellWatch() : new Unguarded();
    }
}

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

/// <summary>The child watches its standard input, whose other end this process holds until it ends.</summary>
internal sealed class StandardInputEnd : IChildGuard
{
    public void Prepare(ProcessStartInfo info) => info.Environment[ChildProcessHost.StopOnStandardInputEnd] = "true";

    public void Attach(Process process)
    {
    }

    public void Kill(Process process) => process.Kill();
}

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
