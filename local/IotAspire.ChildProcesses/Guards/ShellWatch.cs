using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

/// <summary>
/// macOS, and Linux without <c>setpriv</c>: a shell runs the program and kills it when the shell's standard input ends. The
/// child's process id is the shell's, which passes SIGTERM on.
/// </summary>
internal sealed class ShellWatch : IChildGuard
{
    // Descriptor 3, because a shell gives its background jobs /dev/null as input. An interrupted wait returns early, so the
    // loop waits until the program is gone.
    private const string Script = """
        exec 3<&0
        (trap '' INT; exec "$@" </dev/null 3<&-) & child=$!
        trap '' INT
        trap 'kill -TERM "$child" 2>/dev/null' TERM
        (trap '' TERM; cat <&3; kill -KILL "$child") >/dev/null 2>&1 &
        wait "$child"; code=$?
        while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
        exit "$code"
        """;

    public void Prepare(ProcessStartInfo info)
    {
        string[] words = ["-c", Script, "sh", info.FileName, .. info.ArgumentList];
        info.FileName = "/bin/sh";
        info.ArgumentList.Clear();
        foreach (var word in words)
            info.ArgumentList.Add(word);
    }

    public void Attach(Process process)
    {
    }

    // Killing the shell would leave its child; the end of the input kills the child, and the shell follows.
    public void Kill(Process process) => InputWriter.Close(process.StandardInput);
}
