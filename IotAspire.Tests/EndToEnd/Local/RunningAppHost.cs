using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd.Local;

/// <summary>The built AppHost as a child process, as <c>dotnet run</c> would start it, with sensors that never fail unless a profile is given.</summary>
internal sealed partial class RunningAppHost : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);
    private readonly ChildProcessHost _children;
    private readonly ChildProcess _process;
    private readonly ConcurrentQueue<string> _lines;
    private readonly HttpClient _http = new();

    private RunningAppHost(ChildProcessHost children, ChildProcess process, ConcurrentQueue<string> lines) =>
        (_children, _process, _lines) = (children, process, lines);

    public int Id => _process.Id;

    public Task<int> Exited => _process.Exited;

    public string Output => string.Join(Environment.NewLine, _lines);

    public static RunningAppHost Launch(string dataFolder, params string[] arguments) => Launch(dataFolder, new Dictionary<string, string?>(), arguments);

    private static RunningAppHost Launch(string dataFolder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var lines = new ConcurrentQueue<string>();
        var children = new ChildProcessHost();
        string[] profile = arguments.Contains("--profile") ? [] : ["--profile", "clean"];
        var process = children.Start(new("dotnet", [BuiltAssembly.PathOf("IotAspire.AppHost"), "--data", dataFolder, .. profile, .. arguments])
        {
            Environment = environment,
            OnOutput = line => lines.Enqueue(line.Text),
        });
        return new(children, process, lines);
    }

    /// <summary>Launches it and waits for its table of addresses.</summary>
    public static Task<RunningAppHost> StartAsync(string dataFolder, params string[] arguments) =>
        // Whoever runs the tests may have a collector of his own.
        StartAsync(dataFolder, new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null }, arguments);

    /// <summary>Launches it with an environment and waits for its table of addresses.</summary>
    public static async Task<RunningAppHost> StartAsync(string dataFolder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var host = Launch(dataFolder, environment, arguments);
        await Eventually.TrueAsync(() => host.IsReady || host.Exited.IsCompleted, StartTime, $"AppHost ready; it said:\n{host.Output}");
        Assert.True(host.IsReady, host.Output);
        return host;
    }

    /// <summary>The address with the login token, as the table shows it.</summary>
    public string DashboardAddress => _lines.Select(line => DashboardLine().Match(line)).First(match => match.Success).Groups[1].Value;

    private bool IsReady => _lines.Any(line => line.StartsWith("ready ", StringComparison.Ordinal));

    /// <summary>The API's answer.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await AskAsync(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>The API's answer; null while its database is away.</summary>
    public async Task<JsonElement?> FindAsync(string path)
    {
        var (status, body) = await AskAsync(path);
        return status == HttpStatusCode.ServiceUnavailable ? null : status == HttpStatusCode.OK
            ? JsonSerializer.Deserialize<JsonElement>(body)
            : throw new InvalidOperationException($"{path}: {(int)status} {body}");
    }

    /// <summary>All processes that it has started, with theirs.</summary>
    public IReadOnlyList<int> Descendants() => [.. ProcessTree.DescendantsOf(Id), .. Orchestrators().SelectMany(id => ProcessTree.DescendantsOf(id).Prepend(id))];

    // It is no child of the AppHost, but watches it.
    private IEnumerable<int> Orchestrators() => ProcessTree.All().Where(id => ProcessTree.CommandLineOf(id).Contains($"start-apiserver --monitor {Id} ", StringComparison.Ordinal));

    /// <summary>The one process whose command line holds the text.</summary>
    public int ProcessOf(string text) => Descendants().First(id => ProcessTree.CommandLineOf(id).Contains(text, StringComparison.Ordinal));

    /// <summary>Asks it to stop.</summary>
    /// <returns>Exit code and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        var started = Stopwatch.GetTimestamp();
        _process.Terminate();
        var exitCode = await _process.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return (exitCode, Stopwatch.GetElapsedTime(started));
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.Exited.IsCompleted)
            await _process.StopAsync(TimeSpan.FromSeconds(15));
        await _process.DisposeAsync();
        _children.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string path)
    {
        var address = _lines.Select(line => ApiAddress().Match(line)).First(match => match.Success).Groups[1].Value;
        using var response = await _http.GetAsync(address + path, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex(@"^api\s+(http://\S+)$")]
    private static partial Regex ApiAddress();

    [GeneratedRegex(@"^dashboard\s+(http://\S+)$")]
    private static partial Regex DashboardLine();
}
