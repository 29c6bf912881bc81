using System.Diagnostics;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Hosting;

/// <summary>The emulator as a process of its own, killed if the test forgets it.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string ConnectionLine = "connection string: ";

    private readonly Process _process;

    private EmulatorProcess(Process process, string connectionString) => (_process, ConnectionString) = (process, connectionString);

    public string ConnectionString { get; }

    public int Id => _process.Id;

    public static async Task<EmulatorProcess> StartAsync(
        string dataDirectory, IReadOnlyDictionary<string, string>? environment = null, IEnumerable<string>? hubs = null, int port = 0)
    {
        var process = Start(
            ["--port", $"{port}", "--http-port", "0", "--data", dataDirectory, .. (hubs ?? ["telemetry:4:aggregator"]).SelectMany(hub => new[] { "--hub", hub })],
            environment);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestHub.Deadline) is { } line)
        {
            if (line.StartsWith(ConnectionLine, StringComparison.Ordinal))
                return new EmulatorProcess(process, line[ConnectionLine.Length..] + ";EntityPath=" + TestHub.Name);
        }

        throw new InvalidOperationException("The emulator ended: " + await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Runs it with arguments on which it ends by itself.</summary>
    public static Task<(int ExitCode, string Error)> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public static async Task<(int ExitCode, string Error)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(arguments, environment);
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(TestHub.Deadline);
        await process.WaitForExitAsync().WaitAsync(TestHub.Deadline);
        return (process.ExitCode, error);
    }

    /// <summary>Ends it without giving it a chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by name.</summary>
    public async Task SignalAsync(string signal)
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "POSIX signals");
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {Id}"]);
        await kill.WaitForExitAsync();
    }

    public void CloseInput() => _process.StandardInput.Close();

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TestHub.Deadline);
        return _process.ExitCode;
    }

    public bool HasExited => _process.HasExited;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "IotAspire.EventHubs.Emulator.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
