using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IotAspire.AppHost.Running;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.Tests.EndToEnd.Local;

/// <summary>Starts that fail, and starts that are interrupted.</summary>
[Collection(SlowestFirst.AppHosts)]
public sealed class StartFailureTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);
    private static readonly string[] ServerPrograms = ["IotAspire.EventHubs.Emulator.dll", "IotAspire.LocalMySql.Server.dll", "--datadir"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wrong_catalogue_stops_the_host_with_every_error()
    {
        var catalogue = _folder.Combine("wrong.json");
        await File.WriteAllTextAsync(
            catalogue, """[{ "type": "temperature", "unit": "°C", "lat": 95, "lng": 0, "range": [45, 0], "description": "Attic" }]""", Token);

        await using var host = RunningAppHost.Launch(_folder.Combine("data"), "--catalogue", catalogue);
        var exitCode = await host.Exited.WaitAsync(Soon, Token);

        Assert.Equal(1, exitCode);
        Assert.Contains("wrong.json: [0].lat: is 95, must be from -90 to 90", host.Output, StringComparison.Ordinal);
        Assert.Contains("wrong.json: [0].range: is [45, 0], the minimum must be below the maximum", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_server_that_fits_the_last_words_name_both_ways()
    {
        // Data of a server that no machine has.
        Directory.CreateDirectory(_folder.Combine("data", "mysql", "data"));
        await File.WriteAllTextAsync(
            _folder.Combine("data", "mysql", "server.json"), JsonSerializer.Serialize(new { Flavor = MySqlFlavor.MySql, Version = "99.0.0", Password = "none" }), Token);

        await using var host = RunningAppHost.Launch(_folder.Combine("data"));
        var exitCode = await host.Exited.WaitAsync(Soon, Token);

        Assert.Equal(1, exitCode);
        var lines = host.Output.Split(Environment.NewLine);
        Assert.Equal("mysql can't be started:", lines[^3]);
        Assert.Contains("was made by MySQL 99.0.0", lines[^2], StringComparison.Ordinal);
        Assert.Equal("Docker or Podman can run the servers instead: set the environment variable IOTASPIRE_SERVERS=Containers.", lines[^1]);
    }

    [Fact]
    public async Task Without_a_container_runtime_that_answers_the_console_names_both_ways()
    {
        using var console = new StringWriter();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.IotAspire_AppHost>(["--data", _folder.Combine("data")], Token);
        builder.Resources.Clear();
        var cache = builder.AddResource(new ContainerResource("cache"));
        builder.Services.AddSingleton(new ConsoleLines(TextWriter.Synchronized(console), useColor: false));

        await using var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token);

        // As Aspire does where neither Docker nor Podman answers; here one may.
        await app.ResourceNotifications.PublishUpdateAsync(cache.Resource, snapshot => snapshot with { State = KnownResourceStates.RuntimeUnhealthy });

        await Eventually.TrueAsync(() => console.ToString().Contains("cache can't be started: no container runtime is running.", StringComparison.Ordinal), Soon, "the notice");
        Assert.Contains("IOTASPIRE_SERVERS=", console.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" start-apiserver ", false)]
    [InlineData("IotAspire.EventHubs.Emulator.dll", false)]
    [InlineData("IotAspire.Aggregator.dll", true)]
    public async Task A_stop_while_it_starts_is_as_quiet_as_one_later(string started, bool serversRun)
    {
        ProcessTree.Require();
        await using var host = RunningAppHost.Launch(_folder.Combine("data"));
        await Eventually.TrueAsync(() => host.Descendants().Any(id => ProcessTree.CommandLineOf(id).Contains(started, StringComparison.Ordinal)), Soon, $"{started} runs");
        var processes = host.Descendants();
        var servers = processes.Where(id => ServerPrograms.Any(name => ProcessTree.CommandLineOf(id).Contains(name, StringComparison.Ordinal))).ToList();

        var (exitCode, took) = await host.StopAsync();

        // The next start needs the servers' ports. The orchestrator cleans up processes that weren't running yet.
        Assert.True(!serversRun || !servers.Exists(Processes.IsRunning), "servers outlive the AppHost");
        Assert.True(exitCode == 0, $"exit code {exitCode}:\n{host.Output}");
        Assert.DoesNotMatch(@"(?m)^\s+at |Exception", host.Output);
        Assert.True(took < TimeSpan.FromSeconds(10), $"the stop took {took}:\n{host.Output}");
        await Eventually.TrueAsync(() => !processes.Any(Processes.IsRunning), TimeSpan.FromSeconds(15), "all processes gone");
    }
}
