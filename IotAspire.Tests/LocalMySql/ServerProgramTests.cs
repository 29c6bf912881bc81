using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using IotAspire.ChildProcesses;
using IotAspire.LocalMySql;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.LocalMySql;

/// <summary>The server as a process of its own.</summary>
public sealed partial class ServerProgramTests(MySqlServers machine) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ChildProcessHost _children = new();
    private readonly ConcurrentQueue<string> _lines = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _children.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_serves_the_given_password_and_stops_cleanly_at_SIGTERM()
    {
        ProcessTree.Require();
        await using var process = await StartAsync("--data", _folder.Combine("mysql"));
        Assert.Equal(1L, await SelectOneAsync());

        Assert.Equal(0, await process.StopAsync(Soon));
        Assert.Contains(_lines, line => line.Contains("Server stopped with code 0", StringComparison.Ordinal));
        Assert.True(File.Exists(_folder.Combine("mysql", "server.json")));
    }

    [Fact]
    public async Task It_ends_when_its_server_does_with_a_code_that_says_so()
    {
        ProcessTree.Require();
        await using var process = await StartAsync();

        Processes.Kill(Assert.Single(ProcessTree.DescendantsOf(process.Id)));

        Assert.Equal(1, await process.Exited.WaitAsync(Soon, Token));
        Assert.Contains(_lines, line => line.EndsWith("exited unexpectedly.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_data_folder_it_leaves_nothing_behind()
    {
        ProcessTree.Require();
        await using var process = await StartAsync();
        Assert.NotEmpty(Directory.GetDirectories(_folder.Path, "iotaspire-mysql-*"));

        Assert.Equal(0, await process.StopAsync(Soon));
        Assert.Empty(Directory.GetDirectories(_folder.Path, "iotaspire-mysql-*"));
    }

    [Fact]
    public async Task Wrong_settings_end_it_with_all_errors_and_code_2()
    {
        var unknown = await RunAsync(null, "--prt", "1", "--Data=x");
        var wrong = await RunAsync("0", "--port", "65536", "--flavor", "Oracle");

        Assert.Equal((2, 2), (unknown.ExitCode, wrong.ExitCode));
        Assert.Contains("'--prt'", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("'--Data=x'", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("--port (LOCALMYSQL_PORT): '65536' must be a whole number from 0 to 65535.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("--flavor (LOCALMYSQL_FLAVOR): 'Oracle' must be Any, MariaDb or MySql.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("--buffer-pool (LOCALMYSQL_BUFFER_POOL): '0' must be a whole number from 5", wrong.Text, StringComparison.Ordinal);
    }

    private static ChildProcessStart Program(params string[] arguments) => new("dotnet", [BuiltAssembly.PathOf("IotAspire.LocalMySql.Server"), .. arguments]);

    private Task<ChildProcessResult> RunAsync(string? bufferPool, params string[] arguments) => _children.RunAsync(
        Program(arguments) with { Environment = new Dictionary<string, string?> { ["LOCALMYSQL_BUFFER_POOL"] = bufferPool } }, Token);

    private async Task<ChildProcess> StartAsync(params string[] arguments)
    {
        // Skips the test where none can be had.
        await machine.GetAsync(MySqlFlavor.Any);
        var process = _children.Start(Program(arguments) with
        {
            Environment = new Dictionary<string, string?> { ["LOCALMYSQL_PASSWORD"] = "given", ["TMPDIR"] = _folder.Path },
            OnOutput = line => _lines.Enqueue(line.Text),
        });
        await Eventually.TrueAsync(() => _lines.Any(line => Listening().IsMatch(line)) || process.Exited.IsCompleted, Soon, $"listening; it said:\n{string.Join('\n', _lines)}");
        return process;
    }

    private async Task<object?> SelectOneAsync()
    {
        var port = _lines.Select(line => Listening().Match(line)).First(match => match.Success).Groups[1].Value;
        await using var connection = new MySqlConnection($"Server=localhost;Port={port};User ID=iotaspire;Password=given;Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand("select 1", connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token), provider: null);
    }

    [GeneratedRegex(@"listens on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
