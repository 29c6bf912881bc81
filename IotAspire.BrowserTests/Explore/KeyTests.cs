using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api;
using IotAspire.Tests.Support;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>Where a key is needed the page asks for it, sends it as a header, and shows it nowhere.</summary>
public sealed class KeyTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    [Fact]
    public async Task With_a_key_everything_works_and_no_address_holds_it()
    {
        var api = Own(await RunningApi.StartAsync(servers, settings: [("Live:Interval", "00:00:00.1")]));
        var building = await StoredBuilding.StoreAsync(api.Database);
        var explore = new ExplorePage(await OpenAsync(api.Address));

        await explore.OpenWithKeyAsync($"?sensors={Kitchen}&from=-5m", RunningApi.Key);

        await explore.LiveAsync();
        await building.StoreAsync(new Measured(Kitchen, Now, 41.41));
        await Expect(explore.Mark(Kitchen)).ToContainTextAsync("41.41");
        Assert.NotEmpty(await explore.DownloadAsync("readings", "parquet"));
        Assert.NotEmpty(await explore.DownloadAsync("quality", "json"));
        Assert.All(explore.Tab.Requests, request => Assert.DoesNotContain(RunningApi.Key, request.Url, StringComparison.Ordinal), throwIfEmpty: true);
        Assert.DoesNotContain(RunningApi.Key, await explore.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(RunningApi.Key, explore.Page.Url, StringComparison.Ordinal);
        Assert.Contains("X-API-Key", await explore.Page.GetByTestId("call-curl").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lasts_as_long_as_the_tab_and_can_be_forgotten()
    {
        var api = Own(await RunningApi.StartAsync(servers));
        await StoredBuilding.StoreAsync(api.Database);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenWithKeyAsync($"?sensors={Kitchen}", RunningApi.Key);

        await explore.Page.ReloadAsync();
        await explore.DrawnAsync();
        await Expect(explore.KeyDialog).ToBeHiddenAsync();
        explore.Tab.ExpectFailedRequests();
        await explore.Page.GetByTestId("key-forget").ClickAsync();

        await Expect(explore.KeyDialog).ToBeVisibleAsync();
        var stored = await explore.Page.EvaluateAsync<string>("() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])");
        Assert.DoesNotContain(RunningApi.Key, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_said_to_be_wrong_and_the_right_one_then_works()
    {
        var api = Own(await RunningApi.StartAsync(servers));
        await StoredBuilding.StoreAsync(api.Database);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        explore.Tab.ExpectFailedRequests();
        await explore.Tab.GotoAsync($"/explore?sensors={Kitchen}");

        await explore.GiveKeyAsync("iot_wrong");
        await Expect(explore.Page.GetByTestId("key-wrong")).ToContainTextAsync("doesn't know this key");
        // No header can carry these.
        await explore.GiveKeyAsync("iot_\u2026");
        await Expect(explore.Page.GetByTestId("key-wrong")).ToContainTextAsync("isn't a key");
        await explore.GiveKeyAsync(RunningApi.Key);

        await explore.DrawnAsync();
        await Expect(explore.Summary("Kitchen")).ToBeVisibleAsync();
    }
}
