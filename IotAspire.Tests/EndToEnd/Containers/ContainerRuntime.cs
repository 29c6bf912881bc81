using System.ComponentModel;
using System.Diagnostics;

namespace IotAspire.Tests.EndToEnd.Containers;

/// <summary>Whether a container runtime is there and answers; a stale socket doesn't.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static bool Answers() => Answers("docker") || Answers("podman");

    private static bool Answers(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "info") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            return process.WaitForExit(Patience) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // Not installed.
            return false;
        }
    }
}
