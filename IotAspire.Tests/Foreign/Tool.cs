using System.Diagnostics;

namespace IotAspire.Tests.Foreign;

/// <summary>Programs that install what a test needs, and some that are what it tests.</summary>
internal static class Tool
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    // None of them shall ask its maker for news, or tell him what it does.
    private static readonly Dictionary<string, string> Quiet = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["KIOTA_CLI_TELEMETRY_OPTOUT"] = "1",
        ["KIOTA_TUTORIAL_ENABLED"] = "false",
        ["KIOTA_OFFLINE_ENABLED"] = "true",
        ["REDOCLY_TELEMETRY"] = "off",
        ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true",
    };

    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => new[] { "", ".exe", ".cmd" }.Any(extension => File.Exists(Path.Combine(folder, program + extension))));

    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string folder)
    {
        var (exitCode, output, errors) = await EndAsync(program, arguments, folder);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {exitCode}: {output}{errors}");
    }

    public static async Task<bool> TryRunAsync(string program, IEnumerable<string> arguments, string folder) =>
        (await EndAsync(program, arguments, folder)).ExitCode == 0;

    private static async Task<(int ExitCode, string Output, string Errors)> EndAsync(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Quiet)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        return (process.ExitCode, output[0], output[1]);
    }
}
