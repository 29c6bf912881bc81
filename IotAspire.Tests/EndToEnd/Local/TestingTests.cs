using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.EndToEnd.Local;

/// <summary>The AppHost as its users test it, by Aspire.Hosting.Testing: random ports, several at once.</summary>
[Collection(SlowestFirst.AppHosts)]
public sealed class TestingTests
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_at_once_serve_readings_of_their_own_and_a_stopped_service_stays_stopped()
    {
        using var folder = new TemporaryFolder();
        // As an earlier version made it.
        Directory.CreateDirectory(Path.Combine(folder.Path, "a", "hub"));
        var apps = await Task.WhenAll(StartAsync(Path.Combine(folder.Path, "a"), "clean"), StartAsync(Path.Combine(folder.Path, "b"), "clean"));
        await using var one = apps[0];
        await using var other = apps[1];
        using var api = one.CreateHttpClient("api");
        using var otherApi = other.CreateHttpClient("api");
        Assert.NotEqual(api.BaseAddress, otherApi.BaseAddress);
        await NewestAfterAsync(api, DateTime.MinValue);
        await NewestAfterAsync(otherApi, DateTime.MinValue);

        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in new[] { "a/hub", "a/mysql", "b", "b/hub", "b/mysql" })
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.Path, path)));
        }

        // Each service has an account of its own, over the socket.
        Assert.Equal(["iotdb-aggregator@localhost", "iotdb-api@localhost"], await SignedInAsync(one));

        Assert.True((await one.ResourceCommands.ExecuteCommandAsync("generator", KnownResourceCommands.StopCommand, Token)).Success);
        Assert.True((await one.ResourceCommands.ExecuteCommandAsync("aggregator", KnownResourceCommands.RestartCommand, Token)).Success);
        // The process that was stopped may be told of once more.
        await one.ResourceNotifications.WaitForResourceHealthyAsync("aggregator", WaitBehavior.WaitOnResourceUnavailable, Token).WaitAsync(Soon, Token);

        // The other one goes on, and what was stopped is as it was.
        await NewestAfterAsync(otherApi, DateTime.UtcNow);
        Assert.True(one.ResourceNotifications.TryGetCurrentState("generator", out var generator));
        Assert.NotEqual(KnownResourceStates.Running, generator.Snapshot.State?.Text);
    }

    private static async Task<DistributedApplication> StartAsync(string folder, string profile)
    {
        // The application is the builder's: whoever disposes of that disposes of both.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.IotAspire_AppHost>(["--data", folder, "--profile", profile], Token);
        var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token).WaitAsync(StartTime, Token);
        foreach (var resource in new[] { "mysql", "eventhubs", "aggregator", "generator", "api" })
            await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, Token).WaitAsync(StartTime, Token);
        return app;
    }

    private static async Task<List<string>> SignedInAsync(DistributedApplication app)
    {
        await using var connection = new MySqlConnection(await app.GetConnectionStringAsync("mysql", Token));
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand("select distinct concat(user, '@', host) from information_schema.processlist where user like 'iotdb%' order by 1", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var accounts = new List<string>();
        while (await reader.ReadAsync(Token))
            accounts.Add(reader.GetString(0));
        return accounts;
    }

    private static Task<DateTime> NewestAfterAsync(HttpClient api, DateTime instant) => Eventually.Async(
        async () =>
        {
            using var answer = await api.GetAsync(new Uri("/api/v1/readings/latest", UriKind.Relative), Token);
            if (answer.StatusCode != HttpStatusCode.OK)
                return DateTime.MinValue;
            var readings = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("readings").EnumerateArray();
            return readings.Select(reading => reading.GetProperty("measuredAt").GetDateTime()).DefaultIfEmpty(DateTime.MinValue).Max();
        },
        newest => newest > instant,
        Soon,
        $"a reading after {instant:O}");
}
