using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using IotAspire.ChildProcesses;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;

namespace IotAspire.BrowserTests.Support;

/// <summary>The built API as a process of its own, in production, as a server runs it; it can be killed and started again on the same port.</summary>
internal sealed partial class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly ChildProcessHost _host = new();
    private readonly string _connectionString;
    private ChildProcess? _process;

    private ApiProcess(string connectionString) => _connectionString = connectionString;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Started, and listening on a free port.</summary>
    public static async Task<ApiProcess> StartAsync(string connectionString)
    {
        var api = new ApiProcess(connectionString);
        await api.StartAsync();
        return api;
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.DisposeAsync();
    }

    /// <summary>After <see cref="KillAsync"/>: where it was before.</summary>
    public Task RestartAsync() => StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _host.Dispose();
    }

    private async Task StartAsync()
    {
        var output = new ConcurrentQueue<string>();
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ConnectionStrings__iotdb"] = _connectionString,
        };
        _process = _host.Start(new("dotnet", [BuiltAssembly.PathOf("IotAspire.Api")]) { Environment = environment, OnOutput = line => output.Enqueue(line.Text) });
        var listening = await Eventually.Async(
            () => Task.FromResult(output.Select(line => Listening().Match(line)).FirstOrDefault(match => match.Success)),
            match => match is not null || _process.Exited.IsCompleted,
            StartTime,
            "API listening");
        Assert.True(listening is not null, string.Join(Environment.NewLine, output));
        Address = new(listening.Groups[1].Value);
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
