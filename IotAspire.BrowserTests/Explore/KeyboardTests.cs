using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api.Answers;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>Without a mouse: everything is reached by Tab, and done by Enter, Space and the arrows.</summary>
public sealed class KeyboardTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    [Fact]
    public async Task A_sensor_is_chosen_on_the_plan_and_in_the_list()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync("?sensors=");

        await explore.TabToAsync("#plan [role=option]");
        await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("Enter"));
        var first = explore.Url.Query;
        await explore.Page.Keyboard.PressAsync("ArrowUp");
        await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("Enter"));
        var second = explore.Url.Query;
        await explore.TabToAsync($"[id='choose-{Humidity}']");
        await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("Space"));

        Assert.Matches("sensors=[a-z-]+$", first);
        Assert.Matches("sensors=[a-z-]+,[a-z-]+$", second);
        Assert.EndsWith($",{Humidity}", explore.Url.Query, StringComparison.Ordinal);
        await Expect(explore.Mark(Humidity)).ToHaveAttributeAsync("aria-selected", "true");
    }

    [Fact]
    public async Task A_range_is_chosen_moved_and_read()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Kitchen}");

        await explore.TabToAsync("[data-range='-6h']");
        await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("Enter"));
        await explore.TabToAsync("#chart");
        var moved = await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("Shift+ArrowLeft"));
        var zoomed = await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("+"));
        await explore.Page.Keyboard.PressAsync("ArrowLeft");

        Assert.Equal(6, (moved.Range.To - moved.Range.From).TotalHours, 0.1);
        Assert.Equal(3, (zoomed.Range.To - zoomed.Range.From).TotalHours, 0.1);
        await Expect(explore.Page.GetByTestId("tip")).ToBeVisibleAsync();
        await Expect(explore.Page.GetByTestId("chart-words")).ToContainTextAsync("Kitchen");
        var back = await explore.AskAsync(() => explore.Page.Keyboard.PressAsync("Backspace"));
        Assert.Equal(moved.Range, back.Range);
    }

    [Fact]
    public async Task What_is_seen_is_exported()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Kitchen}&from=-2h&bucket=5m");

        await explore.TabToAsync("#export-what");
        await explore.TabToAsync("#export-format");
        await explore.Page.Keyboard.TypeAsync("NDJ");
        await Expect(explore.Page.GetByTestId("export-format")).ToHaveValueAsync("ndjson");
        await explore.TabToAsync("#export");
        var download = await explore.Page.RunAndWaitForDownloadAsync(() => explore.Page.Keyboard.PressAsync("Enter"));

        Assert.EndsWith(".ndjson", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.NotEmpty((await TableReaders.ReadAsync("ndjson", await ExplorePage.ReadAsync(download))).Rows);
    }

    [Fact]
    public async Task What_has_the_focus_is_seen_to_have_it()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Kitchen}");
        var invisible = new List<string>();

        // Round once: the document itself has the focus when the last element has been left.
        for (var i = 0; i < 200; i++)
        {
            await explore.Page.Keyboard.PressAsync("Tab");
            var (name, isMarked) = await explore.FocusAsync();
            if (name == "BODY")
                break;
            if (!isMarked)
                invisible.Add(name);
        }

        Assert.Empty(invisible);
    }
}
