using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd.Containers;

/// <summary>The whole application in containers and processes. Needs a container runtime.</summary>
public sealed class PipelineTests
{
    // The first run pulls three images.
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readings_reach_the_api_and_go_on_after_a_restart_of_the_aggregator()
    {
        Requirement.Met(ContainerRuntime.Answers(), "no container runtime answers; IOTASPIRE_SERVERS=Local needs none");
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.IotAspire_AppHost>([], Token);
        ForgetDatabaseAfterwards(builder);
        await using var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token).WaitAsync(StartTime, Token);
        foreach (var resource in new[] { "mysql", "aggregator", "generator", "api" })
            await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, Token).WaitAsync(StartTime, Token);
        using var api = app.CreateHttpClient("api");
        var before = await NewestAfterAsync(api, DateTime.MinValue);

        var restarted = await app.ResourceCommands.ExecuteCommandAsync("aggregator", KnownResourceCommands.RestartCommand, Token);

        Assert.True(restarted.Success);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("aggregator", WaitBehavior.WaitOnResourceUnavailable, Token).WaitAsync(Soon, Token);
        await NewestAfterAsync(api, before > DateTime.UtcNow ? before : DateTime.UtcNow);
    }

    // Not the developer's own database: his Aggregator, on another hub, would fight over the checkpoints. A container that lives for
    // this session has a name of its own, too.
    private static void ForgetDatabaseAfterwards(IDistributedApplicationTestingBuilder builder)
    {
        var mysql = builder.CreateResourceBuilder(builder.Resources.OfType<ContainerResource>().Single(resource => resource.Name == "mysql"));
        mysql.WithLifetime(ContainerLifetime.Session);
        foreach (var mount in mysql.Resource.Annotations.OfType<ContainerMountAnnotation>().ToList())
            mysql.Resource.Annotations.Remove(mount);
    }

    private static Task<DateTime> NewestAfterAsync(HttpClient api, DateTime instant) => Eventually.Async(
        () => NewestAsync(api), newest => newest > instant, Soon, $"a reading after {instant:O}");

    private static async Task<DateTime> NewestAsync(HttpClient api)
    {
        using var response = await api.GetAsync("/api/v1/readings/latest", Token);
        if (!response.IsSuccessStatusCode)
            return DateTime.MinValue;
        var latest = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return latest.GetProperty("readings").EnumerateArray()
            .Select(reading => reading.GetProperty("measuredAt").GetDateTime()).DefaultIfEmpty(DateTime.MinValue).Max();
    }
}
