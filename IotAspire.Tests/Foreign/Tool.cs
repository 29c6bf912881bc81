using System.Diagnostics;

namespace IotAspire.Tests.Foreign;

/// <summary>Programs that install what a test needs.</summary>
internal static class Tool
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => new[] { "", ".exe", ".cmd" }.Any(extension => File.Exists(Path.Combine(folder, program + extension))));

    public static async Task RunAsync(string program, IEnumerable<string> arguments, string folder)
    {
        var (exitCode, output) = await EndAsync(program, arguments, folder);
        if (exitCode != 0)
            throw new InvalidOperationException($"{program} ended with {exitCode}: {output}");
    }

    public static async Task<bool> TryRunAsync(string program, IEnumerable<string> arguments, string folder) =>
        (await EndAsync(program, arguments, folder)).ExitCode == 0;

    private static async Task<(int ExitCode, string Output)> EndAsync(string program, IEnumerable<string> arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        return (process.ExitCode, string.Concat(output));
    }
}
