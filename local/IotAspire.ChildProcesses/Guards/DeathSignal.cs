using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

/// <summary>
/// Linux: the kernel kills the child when the thread that started it ends. <c>setpriv</c> (util-linux) asks for that and then
/// becomes the child's program, under the same process id.
/// </summary>
internal sealed class DeathSignal(bool ownSession) : IChildGuard
{
    private const string SetPriv = "setpriv";
    private static readonly string[] Options = ["--pdeathsig", "KILL", "--"];

    // A host that died before the signal was asked for sends none; then the child has another parent by now.
    private const string UnlessOrphaned = "[ \"$PPID\" = \"$0\" ] || exit 137; exec \"$@\"";
    private static readonly Lazy<bool> Available = new(Probe);

    /// <summary>Whether a setpriv is there that knows the option: BusyBox has one that doesn't.</summary>
    public static bool IsAvailable => Available.Value;

    public void Prepare(ProcessStartInfo info)
    {
        string[] words =
        [
            .. ownSession ? ["setsid", SetPriv] : new[] { SetPriv }, .. Options,
            "/bin/sh", "-c", UnlessOrphaned, $"{Environment.ProcessId}", info.FileName, .. info.ArgumentList,
        ];
        info.FileName = words[0];
        info.ArgumentList.Clear();
        foreach (var word in words.Skip(1))
            info.ArgumentList.Add(word);
    }

    public void Attach(Process process)
    {
    }

    public void Kill(Process process) => process.Kill();

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || !ExecutablePath.Exists(SetPriv) || !ExecutablePath.Exists("setsid"))
            return false;
        var info = new ProcessStartInfo(SetPriv, [.. Options, "true"]) { RedirectStandardError = true };
        using var probe = Process.Start(info)!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }
}
