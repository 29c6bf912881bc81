using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IotAspire.ChildProcesses;
using IotAspire.LocalMySql;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.Hosting.Local;

/// <summary>The example's AppHost as a process that is killed.</summary>
public sealed class KillTests(MySqlServers machine) : IDisposable
{
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(12);

    private readonly TemporaryFolder _folder = new();
    private readonly ChildProcessHost _children = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _children.Dispose();
        _folder.Dispose();
    }

    [Theory, Trait("Category", "Soak")]
    [InlineData("the AppHost")]
    [InlineData("the orchestrator")]
    public async Task A_kill_leaves_nothing_running_and_one_of_the_AppHost_shuts_MySql_down_cleanly(string killed)
    {
        ProcessTree.Require();
        await machine.GetAsync(MySqlFlavor.Any);
        var lines = new ConcurrentQueue<string>();
        await using var host = _children.Start(new("dotnet", [BuiltAssembly.PathOf("LocalServers.AppHost")])
        {
            Environment = new Dictionary<string, string?>
            {
                // The server's own variable reaches it, and the AppHost names no folder.
                ["LOCALMYSQL_DATA"] = _folder.Combine("mysql"),
                ["ASPNETCORE_URLS"] = FreeAddress(),
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = FreeAddress(),
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = FreeAddress(),
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["DOTNET_ENVIRONMENT"] = "Development",
            },
            OnOutput = line => lines.Enqueue(line.Text),
        });
        // The consumer comes last, when both servers are healthy.
        var all = await Eventually.Async(
            () => Task.FromResult(ProcessesOf(host.Id)),
            ids => ids.Any(id => CommandOf(id).Contains("bin/LocalServers.Consumer/", StringComparison.Ordinal)),
            RunningServers.StartTime,
            $"all started; the AppHost said:\n{string.Join('\n', lines)}");
        Assert.Contains(all, id => CommandOf(id).Contains("--datadir=", StringComparison.Ordinal));

        Processes.Kill(killed == "the AppHost" ? host.Id : Assert.Single(all, id => CommandOf(id).Contains("run-controllers", StringComparison.Ordinal)));

        await Eventually.Async(
            () => Task.FromResult(string.Join('\n', all.Where(Processes.IsRunning).Select(CommandOf))), left => left.Length == 0, Gone, "nothing left running");
        // Without its orchestrator the server may be killed before it has shut down. Then it recovers, and loses nothing.
        if (killed == "the AppHost")
            Assert.DoesNotContain(await StartAgainAsync(), line => line.Contains("crash recovery", StringComparison.OrdinalIgnoreCase));
    }

    // The orchestrator detaches itself from the AppHost, which it names on its command line.
    private static IReadOnlyList<int> ProcessesOf(int host) =>
        ProcessTree.DescendantsOf(0).FirstOrDefault(id => CommandOf(id).Contains($"start-apiserver --monitor {host} ", StringComparison.Ordinal)) is var orchestrator and not 0
            ? [orchestrator, .. ProcessTree.DescendantsOf(orchestrator)]
            : [];

    private static string CommandOf(int id) => ProcessTree.CommandLineOf(id);

    // What the database server says when it opens its data again.
    private async Task<IReadOnlyList<string>> StartAgainAsync()
    {
        using var lines = new LogLines();
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(lines));
        await using (await LocalMySqlServer.StartAsync(new LocalMySqlOptions { DataDirectory = _folder.Combine("mysql") }, logging, Token))
            Assert.NotEmpty(lines.All);
        return lines.All;
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
