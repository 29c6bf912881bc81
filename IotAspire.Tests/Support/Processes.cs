using System.Diagnostics;

namespace IotAspire.Tests.Support;

internal static class Processes
{
    /// <summary>Whether a process has the id; one that has ended but isn't yet reaped by its parent doesn't count.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Ends a process as a crash would.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    /// <summary>Sends a signal.</summary>
    public static void Signal(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static bool IsZombie(int id)
    {
        var file = $"/proc/{id}/stat";
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It went away between the two.
            return true;
        }
    }
}
