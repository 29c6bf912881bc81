using System.Diagnostics;
using System.Text;

namespace IotAspire.ChildProcesses;

internal static class ProcessStartInfos
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static ProcessStartInfo Create(ChildProcessStart start)
    {
        var info = new ProcessStartInfo(start.FileName, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in start.Environment)
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }

        return info;
    }
}

/// <summary>Looks programs up on the PATH.</summary>
public static class ExecutablePath
{
    /// <summary>The folders of the PATH.</summary>
    public static IReadOnlyList<string> Folders => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether the PATH has the program.</summary>
    public static bool Exists(string name)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return Folders.Any(folder => File.Exists(Path.Combine(folder, fileName)));
    }
}
