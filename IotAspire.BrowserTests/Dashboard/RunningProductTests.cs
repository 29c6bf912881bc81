using System.Text.RegularExpressions;
using IotAspire.BrowserTests.Explore;
using IotAspire.BrowserTests.Support;
using IotAspire.Tests.EndToEnd.Local;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>The whole product as <c>dotnet run</c> starts it, looked at from the address that its console shows.</summary>
public sealed partial class RunningProductTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    // Spans and lines come as soon as they are exported.
    private const float Patience = 60_000;

    [Fact]
    public async Task Five_resources_run_and_a_batch_of_readings_leads_to_its_sender_and_back()
    {
        await servers.GetAsync(LocalMySql.MySqlFlavor.Any);
        var folder = Own(new TemporaryFolder());
        var product = Own(await RunningAppHost.StartAsync(folder.Path));
        var login = LoginAddress().Match(product.Output);
        var tab = await OpenAsync(new(login.Groups[2].Value));
        var page = tab.Page;

        await page.GotoAsync(login.Groups[1].Value);

        var rows = page.Locator("[data-resource]");
        await Expect(rows).ToHaveCountAsync(5);
        await Expect(rows.Filter(new() { HasText = "Running" })).ToHaveCountAsync(5, new() { Timeout = Patience });
        await tab.GotoAsync("/traces?service=aggregator&text=process");
        await page.Locator("#traces a", new() { HasText = "process" }).First.ClickAsync(new() { Timeout = Patience });
        await TracePage.OpenFirstSpanAsync(page);
        var processing = await TitleAsync(page);
        var (ruler, spans) = ((await page.Locator("#ruler").BoundingBoxAsync())!, (await page.Locator("#spans").BoundingBoxAsync())!);
        Assert.True(ruler.Height > 10 && ruler.Y + ruler.Height <= spans.Y, "the ruler's times lie above the spans");
        await page.Locator("#spans .details").GetByRole(AriaRole.Link, new() { Name = "send" }).First.ClickAsync();
        await Expect(page.Locator("#spans > li.target")).ToContainTextAsync("Followed by");
        Assert.Contains("generator", await page.Locator("#services").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator("#spans > li.target").GetByRole(AriaRole.Link, new() { Name = "process" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(processing);

        await tab.GotoAsync("/logs?resource=aggregator");
        await Expect(page.Locator("#lines li").First).ToBeVisibleAsync();
        await AssertReadingsArriveAsync(new(ApiAddress().Match(product.Output).Groups[1].Value));
    }

    // From the simulated sensor through hub, Aggregator, database and API to the page.
    private async Task AssertReadingsArriveAsync(Uri api)
    {
        var explore = new ExplorePage(await OpenAsync(api));
        await explore.OpenAsync("?sensors=kitchen-temperature&from=-5m");
        await explore.LiveAsync();
        var last = await explore.Chart.GetAttributeAsync("data-last");
        await Expect(explore.Chart).Not.ToHaveAttributeAsync("data-last", last!);
        await Expect(explore.Row("kitchen-temperature")).ToContainTextAsync("now");
    }

    private static Task<string> TitleAsync(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();

    [GeneratedRegex(@"^api\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex ApiAddress();

    [GeneratedRegex(@"Login to the dashboard at ((http://[^/\s]+)/login\?t=\S+)")]
    private static partial Regex LoginAddress();
}
