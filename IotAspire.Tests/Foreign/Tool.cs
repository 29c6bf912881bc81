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
    public static Task<string> RunAsync(string program, IEnumerable<string> arguments, string folder) =>
        OutputAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    public static async Task<bool> TryRunAsync(string program, IEnumerable<string> arguments, string folder) =>
        (await EndAsync(program, arguments, folder)).ExitCode == 0;

    /// <summary>What it writes to the standard output.</summary>
    public static async Task<string> OutputAsync(ProcessStartInfo start, string input = "")
    {
        var (exitCode, output, errors) = await EndAsync(start, input);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{start.FileName} ended with {exitCode}: {output}{errors}");
    }

    private static Task<(int ExitCode, string Output, string Errors)> EndAsync(string program, IEnumerable<string> arguments, string folder) =>
        EndAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder }, "");

    private static async Task<(int ExitCode, string Output, string Errors)> EndAsync(ProcessStartInfo start, string input)
    {
        foreach (var (name, value) in Quiet)
            start.Environment[name] = value;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        return (process.ExitCode, output[0], output[1]);
    }
}
