using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Infra;

/// <summary>The Bicep command line, from the package that the tests' project downloads.</summary>
internal static class BicepCommand
{
    private static readonly string Path = typeof(BicepCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "Bicep").Value!;

    // Two seconds of a processor each, and several tests look at each.
    private static readonly ConcurrentDictionary<string, Lazy<Task<(int ExitCode, IReadOnlyList<string> Diagnostics, JsonDocument? Compiled)>>> Built = new();

    /// <summary>Compiles and lints a template; whatever the compiler has to say is in the second part.</summary>
    public static Task<(int ExitCode, IReadOnlyList<string> Diagnostics, JsonDocument? Compiled)> BuildAsync(string template)
    {
        Requirement.Met(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "the Bicep command line is downloaded for Linux on x64 only");
        Requirement.Met(File.Exists(Path), "the Bicep command line (115 MB) isn't here: dotnet test -p:Bicep=true downloads it");
        return Built.GetOrAdd(template, _ => new(() => RunAsync(template))).Value;
    }

    private static async Task<(int ExitCode, IReadOnlyList<string> Diagnostics, JsonDocument? Compiled)> RunAsync(string template)
    {
        using var host = new ChildProcessHost();
        var run = await host.RunAsync(new(Path, ["build", "--stdout", "--no-restore", template]), CancellationToken.None);
        var compiled = string.Join('\n', run.Output.Where(line => !line.IsError).Select(line => line.Text));
        return (run.ExitCode, [.. run.Output.Where(line => line.IsError).Select(line => line.Text)], compiled.Length == 0 ? null : JsonDocument.Parse(compiled));
    }
}
