using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IotAspire.ChildProcesses;

/// <summary>Sends POSIX signals; not for Windows.</summary>
internal static class Signals
{
    public const int Terminate = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Sends the signal; a process that is gone already is no error.</summary>
    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
            throw new Win32Exception(error, $"Signal {signal} to process {processId} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
