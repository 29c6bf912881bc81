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
