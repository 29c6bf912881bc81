using System.Text.RegularExpressions;
using IotAspire.BrowserTests.Dashboard;
using IotAspire.BrowserTests.Explore;
using IotAspire.BrowserTests.Support;
using IotAspire.Tests.EndToEnd.Local;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Pictures;

/// <summary>Makes the documentation's pictures of the real product; not part of the usual run.</summary>
[Trait("Category", "Pictures")]
public sealed partial class PictureTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    private const int MostBytes = 300_000;
    private const float Patience = 60_000;
    private static readonly TimeSpan HistoryTime = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Make_them()
    {
        await servers.GetAsync(LocalMySql.MySqlFlavor.Any);
        var folder = Own(new TemporaryFolder());
        var product = Own(await RunningAppHost.StartAsync(folder.Path, "--backfill", "2d", "--profile", "realistic"));
        await Eventually.Async(() => product.GetAsync("/api/v1/readings/latest"), answer => AgeOf(answer) < TimeSpan.FromSeconds(10), HistoryTime, "history up to now");

        var api = new Uri(ApiAddress().Match(product.Output).Groups[1].Value);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var explore = new ExplorePage(await OpenAsync(api, Screens.Of(Screens.Desktop, scheme)));
            await explore.OpenAsync("?sensors=kitchen-temperature,assembly-floor-temperature,offices-temperature&from=-24h");
            await explore.LiveAsync();
            await SaveAsync(explore.Page, $"explore-{scheme.ToString().ToLowerInvariant()}.png");
        }

        var login = LoginAddress().Match(product.Output);
        var tab = await OpenAsync(new(login.Groups[2].Value), Screens.Of(Screens.Desktop, ColorScheme.Light));
        await tab.Page.GotoAsync(login.Groups[1].Value);
        await Expect(tab.Page.Locator("[data-resource]").Filter(new() { HasText = "Running" })).ToHaveCountAsync(5, new() { Timeout = Patience });
        await SaveAsync(tab.Page, "dashboard-resources.png");
        await tab.GotoAsync("/traces?service=aggregator&text=process");
        await tab.Page.Locator("#traces a").First.ClickAsync(new() { Timeout = Patience });
        await TracePage.OpenFirstSpanAsync(tab.Page);
        await Expect(tab.Page.Locator("#spans .details")).ToBeVisibleAsync();
        await SaveAsync(tab.Page, "dashboard-trace.png");
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
        Assert.True(picture.Length < MostBytes, $"{name}: {picture.Length} bytes");
    }

    [GeneratedRegex(@"^api\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex ApiAddress();

    [GeneratedRegex(@"Login to the dashboard at ((http://[^/\s]+)/login\?t=\S+)")]
    private static partial Regex LoginAddress();
}
