using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using IotAspire.Benchmarks.Setup;

namespace IotAspire.Benchmarks.Start;

/// <summary>
/// A built AppHost from its start to the first reading that the API serves, and to the end of its last process after SIGTERM, on Linux.
/// The first round has no data yet and isn't counted.
/// </summary>
internal static partial class StartBenchmark
{
    private const int Terminate = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var appHost = Path.GetFullPath(options.Text("apphost", Path.Combine(Assemblies.FolderOf("IotAspire.AppHost"), "IotAspire.AppHost.dll")));
        var rounds = options.Number("rounds", 3);
        options.RequireNoOther();

        var folder = Directory.CreateTempSubdirectory("iotaspire-benchmark-");
        try
        {
            for (var round = 0; round <= rounds; round++)
                await MeasureAsync(round == 0 ? "without data" : $"round {round}", appHost, folder.FullName, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string round, string appHost, string data, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [appHost, "--data", data, "--profile", "clean"]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(appHost)! })!;
        var output = new StringBuilder();
        var api = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text)
                api.TrySetException(new InvalidOperationException($"The AppHost ended before it was ready:{Environment.NewLine}{output}"));
            else if (ApiAddress().Match(text) is { Success: true } match)
                api.TrySetResult(match.Groups[1].Value);
            else
                output.AppendLine(text);
        };
        process.BeginOutputReadLine();
        await FirstReadingAsync(await api.Task.WaitAsync(cancellationToken), DateTime.UtcNow, cancellationToken);
        var served = Stopwatch.GetElapsedTime(begun);
        var all = StartedProcess.AllOf(process.Id);
        var processorSeconds = all.Sum(each => each.ProcessorSeconds);

        await Task.Delay(Settled, cancellationToken);
        all = StartedProcess.AllOf(process.Id);
        var (aspire, rest) = (Mebibytes(all.Where(each => each.IsOfHost)), Mebibytes(all.Where(each => !each.IsOfHost)));

        var asked = Stopwatch.GetTimestamp();
        if (SendSignal(process.Id, Terminate) != 0)
            throw new InvalidOperationException($"The AppHost took no signal, error {Marshal.GetLastPInvokeError()}.");
        var servicesGone = await GoneAsync(all.Where(each => !each.IsOfHost), asked, cancellationToken);
        var allGone = await GoneAsync(all, asked, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{round}: first reading after {served.TotalSeconds:f1} s and {processorSeconds:f1} processor seconds; PSS of AppHost, orchestrator and dashboard {aspire} MiB, of services and servers {rest} MiB; after SIGTERM services and servers gone after {servicesGone.TotalSeconds:f1} s, all after {allGone.TotalSeconds:f1} s"));
    }

    private static async Task FirstReadingAsync(string api, DateTime after, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var address = new Uri($"{api}/api/v1/readings?sensorId=kitchen-temperature&limit=1&from={after:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        while (!(await client.GetStringAsync(address, cancellationToken)).Contains("measuredAt", StringComparison.Ordinal))
            await Task.Delay(Pause, cancellationToken);
    }

    private static async Task<TimeSpan> GoneAsync(IEnumerable<StartedProcess> processes, long since, CancellationToken cancellationToken)
    {
        while (processes.Any(each => each.IsRunning))
            await Task.Delay(Pause, cancellationToken);
        return Stopwatch.GetElapsedTime(since);
    }

    private static long Mebibytes(IEnumerable<StartedProcess> processes) => processes.Sum(each => each.ProportionalKibibytes) >> 10;

    [GeneratedRegex(@"^api\s+(http://\S+)")]
    private static partial Regex ApiAddress();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
