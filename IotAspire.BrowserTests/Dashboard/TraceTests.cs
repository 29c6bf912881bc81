using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>Aspire's dashboard, as somebody sees it who starts the product for the first time.</summary>
[Collection(nameof(RunningProduct))]
public sealed class TraceTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    // Spans come as soon as they are exported.
    private const float Patience = 60_000;

    private static readonly string[] Resources = ["eventhubs", "telemetry", "mysql", "iotdb", "aggregator", "api", "generator"];

    [Fact]
    public async Task All_resources_run_and_a_reading_is_followed_from_its_sensor_to_the_commit_and_a_request_to_its_queries()
    {
        var product = Own(await RunningProduct.StartAsync(servers));
        var dashboard = new DashboardPage(await OpenAsync(product.Dashboard, DashboardPage.Screen));
        await dashboard.Page.GotoAsync(product.Login.ToString());

        foreach (var resource in Resources)
        {
            await Expect(dashboard.Resource(resource)).ToContainTextAsync("Running", new() { Timeout = Patience });
            await Expect(dashboard.Resource(resource)).Not.ToContainTextAsync("Unhealthy");
        }

        await Expect(dashboard.Resource("api").GetByRole(AriaRole.Link, new() { Name = "Explore" })).ToHaveAttributeAsync("href", new Uri(product.Api, "explore").ToString());
        await Expect(dashboard.Resource("api").GetByRole(AriaRole.Link, new() { Name = "API docs" })).ToBeVisibleAsync();
        await Expect(dashboard.Banners).ToHaveTextAsync("");

        await dashboard.WalkAsync(async () =>
        {
            await dashboard.OpenTraceAsync("generator", "generate readings", Patience);
            await dashboard.OpenSpanAsync("MSG eventhubs telemetry");
            await Expect(dashboard.SpanDetails).ToContainTextAsync("send telemetry");
            await dashboard.FollowBacklinkAsync("MSG eventhubs telemetry", "aggregator", Patience);
            await Expect(dashboard.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("aggregator: process telemetry");
            foreach (var span in new[] { "store batch", "load readings", "add to rollups_1m", "COMMIT iotdb" })
                await Expect(dashboard.Rows.Filter(new() { HasText = span })).ToHaveCountAsync(1);
        });

        await product.AppHost.GetAsync("/api/v1/readings?sensorId=kitchen-temperature&limit=5");
        await dashboard.WalkAsync(async () =>
        {
            await dashboard.OpenTraceAsync("api", "GET /api/v1/readings", Patience);
            await Expect(dashboard.Rows.Filter(new() { HasText = "read readings" }).First).ToBeVisibleAsync();
        });
        await Expect(dashboard.Banners).ToHaveTextAsync("");
    }
}
