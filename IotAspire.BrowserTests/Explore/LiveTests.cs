using IotAspire.BrowserTests.Support;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>What is stored after the page was opened appears on it.</summary>
public sealed class LiveTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    [Fact]
    public async Task A_new_reading_appears_on_the_plan_in_the_list_and_in_a_chart_of_readings()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Kitchen}&from=-5m");
        await explore.LiveAsync();
        await Expect(explore.Chart).ToHaveAttributeAsync("data-source", "readings");

        await site.Building.StoreAsync(new Measured(Kitchen, Now, 41.37));

        await Expect(explore.Mark(Kitchen)).ToHaveAttributeAsync("data-value", "41.37");
        await Expect(explore.Mark(Kitchen)).ToContainTextAsync("41.37 °C");
        await Expect(explore.Row(Kitchen)).ToContainTextAsync("41.37 °C");
        await Expect(explore.Summary("Kitchen")).ToContainTextAsync("41.37");
    }

    [Fact]
    public async Task A_reading_of_a_clock_that_runs_ahead_hides_no_true_one()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Deposit}&from=-5m");
        await explore.LiveAsync();
        var lead = TimeSpan.FromHours(5);

        await site.Building.StoreAsync(new Measured(Deposit, Now + lead, 1.23, lead));
        await Expect(explore.Row(Deposit)).ToContainTextAsync("ahead");
        await site.Building.StoreAsync(new Measured(Deposit, Now, 39.5));

        await Expect(explore.Mark(Deposit)).ToHaveAttributeAsync("data-value", "39.5");
        await Expect(explore.Summary("Deposit")).ToContainTextAsync("39.5");
        await explore.Page.ReloadAsync();
        await Expect(explore.Mark(Deposit)).ToHaveAttributeAsync("data-value", "39.5");
        await Expect(explore.Row(Deposit)).ToContainTextAsync("ahead");
    }

    [Fact]
    public async Task A_new_reading_appears_in_a_chart_of_buckets()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Offices}&from=-24h&bucket=1m");
        await Expect(explore.Chart).ToHaveAttributeAsync("data-source", "aggregates");

        await site.Building.StoreAsync(new Measured(Offices, Now, 42.5));

        await Expect(explore.Summary("Offices")).ToContainTextAsync("42.5");
    }

    [Fact]
    public async Task Sensors_that_come_only_later_appear()
    {
        const string Catalogue = "**/api/v1/catalogue?**";
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.Page.RouteAsync(Catalogue, route => route.FulfillAsync(new() { Json = new { catalogue = Array.Empty<object>() } }));
        await explore.OpenAsync($"?sensors={Kitchen}&from=-5m");
        await explore.LiveAsync();
        await Expect(explore.Page.Locator("#chart-empty")).ToHaveTextAsync("There are no sensors yet.");
        await Expect(explore.Notice).ToContainTextAsync($"There is no such sensor: {Kitchen}");
        await explore.Page.UnrouteAsync(Catalogue);

        await site.Building.StoreAsync(new Measured(Kitchen, Now, 40.5));

        await Expect(explore.Summary("Kitchen")).ToContainTextAsync("40.5");
        await Expect(explore.Notice).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_line_is_drawn_where_the_reading_is()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Humidity}&from=-20m");
        await explore.LiveAsync();
        var before = await explore.Page.Locator("#canvas").ScreenshotAsync();

        await site.Building.StoreAsync(new Measured(Humidity, Now, 95));
        await Expect(explore.Summary("humidity")).ToContainTextAsync("95");

        Assert.NotEqual(before, await explore.Page.Locator("#canvas").ScreenshotAsync());
    }
}
