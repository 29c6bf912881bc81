using System.Diagnostics;

namespace IotAspire.ChildProcesses.Guards;

/// <summary>
/// macOS, and Linux without <c>setpriv</c>: a shell runs the program and kills it when the shell's standard input ends. The
/// child's process id is the shell's, which passes SIGTERM on.
/// </summary>
internal sealed class ShellWatch : IChildGuard
{
    // The traps come first: a SIGTERM before them would end the shell alone, and one before the program is there is passed on
    // once it is. Descriptor 3, because a shell gives its background jobs /dev/null as input. An interrupted wait returns the
    // signal's code, also when the program has ended since, so it is asked again; 127 then means that the code before was
    // the program's.
    private const string Script = """
        exec 3<&0
        child= interrupted=
        trap '' INT
        trap 'interrupted=1; [ -n "$child" ] && kill -TERM "$child" 2>/dev/null' TERM
        (trap - TERM; exec "$@" </dev/null 3<&-) & child=$!
        [ -n "$interrupted" ] && kill -TERM "$child" 2>/dev/null
        (trap '' TERM; cat <&3; kill -KILL "$child") >/dev/null 2>&1 &
        code=
        while :; do
          interrupted=
          wait "$child"; new=$?
          [ "$new" = 127 ] && [ -n "$code" ] && break
          code=$new
          [ -z "$interrupted" ] && break
        done
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
