using System.Runtime.InteropServices;
using IotAspire.ChildProcesses;

namespace IotAspire.AppHost.Embedded;

internal static class DotnetProgram
{
    // The dotnet that runs this process: its runtime lies in shared/Microsoft.NETCore.App/<version> beside it. Another one on
    // the PATH may be too old.
    private static readonly string Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Runs a built project in its own folder, out of reach of the terminal's Ctrl+C: the AppHost stops it in its turn.</summary>
    public static ChildProcessStart Run(BuiltProject project, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new(File.Exists(Path) ? Path : "dotnet", [project.Assembly, .. arguments])
        {
            WorkingDirectory = Directory.Exists(project.Folder) ? project.Folder : System.IO.Path.GetDirectoryName(project.Assembly),
            Environment = environment,
            EndsWithStandardInput = true,
            OutOfReachOfInterrupt = true,
        };
}
