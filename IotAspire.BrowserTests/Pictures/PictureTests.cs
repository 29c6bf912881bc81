using IotAspire.BrowserTests.Dashboard;
using IotAspire.BrowserTests.Explore;
using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Pictures;

/// <summary>Makes the documentation's pictures of the real product; not part of the usual run.</summary>
[Trait("Category", "Pictures")]
public sealed class PictureTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    private const int MaxBytes = 300_000;
    private const float Patience = 60_000;
    private static readonly TimeSpan HistoryTime = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Make_them()
    {
        var product = Own(await RunningProduct.StartAsync(servers, "--backfill", "2d", "--profile", "realistic"));
        await Eventually.Async(() => product.AppHost.GetAsync("/api/v1/readings/latest"), answer => AgeOf(answer) < TimeSpan.FromSeconds(10), HistoryTime, "history up to now");

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var explore = new ExplorePage(await OpenAsync(product.Api, Screens.Of(Screens.Desktop, scheme)));
            await explore.OpenAsync("?sensors=kitchen-temperature,assembly-floor-temperature,offices-temperature&from=-24h");
            await explore.LiveAsync();
            await SaveAsync(explore.Page, $"explore-{scheme.ToString().ToLowerInvariant()}.png");
        }

        var dashboard = new DashboardPage(await OpenAsync(product.Dashboard, Screens.Of(Screens.Desktop, ColorScheme.Light)));
        await dashboard.Page.GotoAsync(product.Login.ToString());
        await Expect(dashboard.Rows.Filter(new() { HasText = "Running" })).ToHaveCountAsync(7, new() { Timeout = Patience });
        await dashboard.OpenTraceAsync("generator", "generate readings", Patience);
        await dashboard.OpenSpanAsync("MSG eventhubs telemetry");
        await dashboard.FollowBacklinkAsync("MSG eventhubs telemetry", "aggregator", Patience);
        await Expect(dashboard.Rows.Filter(new() { HasText = "COMMIT iotdb" })).ToBeVisibleAsync();
        await SaveAsync(dashboard.Page, "dashboard-trace.png");
    }

    private static TimeSpan AgeOf(System.Text.Json.JsonElement latest)
    {
        var readings = latest.GetProperty("readings").EnumerateArray().Select(reading => reading.GetProperty("measuredAt").GetDateTimeOffset()).ToList();
        return readings.Count == 0 ? TimeSpan.MaxValue : DateTimeOffset.UtcNow - readings.Min();
    }

    private static async Task SaveAsync(IPage page, string name)
    {
        var path = Repository.PathOf("docs", "images", name);
        var picture = await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Assert.True(picture.Length < MaxBytes, $"{name}: {picture.Length} bytes");
    }
}
