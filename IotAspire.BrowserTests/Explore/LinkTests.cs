using System.Globalization;
using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api.Answers;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>A view is its address.</summary>
public sealed class LinkTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_else_sees_the_same_by_the_link()
    {
        var mine = new ExplorePage(await OpenAsync(site.Address));
        await mine.OpenAsync("");
        await mine.Page.GetByTestId("sensor-clear").ClickAsync();
        await mine.Row(Kitchen).Locator("label").ClickAsync();
        await mine.AskAsync(() => mine.Row(Deposit).Locator("label").ClickAsync());
        await mine.AskAsync(() => mine.SetRangeAsync(Now.AddHours(-4), Now.AddHours(-1)));
        await mine.AskAsync(() => mine.Page.GetByTestId("bucket").SelectOptionAsync("5m"));
        await mine.Page.GetByTestId("band").UncheckAsync();
        await mine.Page.GetByTestId("sensor-search").FillAsync("tchen");
        await Expect(mine.Page.GetByTestId("link")).ToContainTextAsync("text=tchen");

        var link = await mine.Page.GetByTestId("link").InnerTextAsync();
        var theirs = new ExplorePage(await OpenAsync(site.Address));
        await theirs.OpenAsync(new Uri(link).Query);

        Assert.Equal(mine.Page.Url, link);
        Assert.Equal(await mine.SeenAsync(), await theirs.SeenAsync());
        Assert.Equal(await mine.ApiCallAsync(), await theirs.ApiCallAsync());
        await Expect(theirs.Row(Kitchen)).ToBeVisibleAsync();
        await Expect(theirs.Row(Offices)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_back_button_leads_to_the_view_before()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Kitchen}&from=-6h");
        await explore.AskAsync(() => explore.Page.Locator("[data-range='-15m']").ClickAsync());
        await explore.AskAsync(() => explore.Row(Offices).Locator("label").ClickAsync());

        var one = await explore.AskAsync(() => explore.Page.GoBackAsync());
        Assert.Equal((Kitchen, "-15m"), (one.Parameter("sensorId"), one.Parameter("from")));
        var two = await explore.AskAsync(() => explore.Page.GoBackAsync());
        Assert.Equal((Kitchen, "-6h"), (two.Parameter("sensorId"), two.Parameter("from")));
        await Expect(explore.Page.Locator("[data-range='-6h']")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(explore.Row(Offices).GetByRole(Microsoft.Playwright.AriaRole.Checkbox)).Not.ToBeCheckedAsync();
        var forward = await explore.AskAsync(() => explore.Page.GoForwardAsync());
        Assert.Equal("-15m", forward.Parameter("from"));
    }

    [Fact]
    public async Task A_link_to_more_sensors_than_there_are_colours_says_which_it_leaves_out()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.Page.RouteAsync("**/api/v1/catalogue?**", async route =>
        {
            var body = (await (await route.FetchAsync()).JsonAsync())!.Value;
            var first = body.GetProperty("catalogue")[0].GetRawText();
            var id = body.GetProperty("catalogue")[0].GetProperty("sensorId").GetString()!;
            var others = Enumerable.Range(1, 13).Select(number => first.Replace(id, $"clone-{number}", StringComparison.Ordinal));
            await route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"catalogue":[{{string.Join(',', others)}}]}""" });
        });
        // There are none of them really.
        await explore.Page.RouteAsync("**/api/v1/{aggregates,quality}?**", route => route.FulfillAsync(new()
        {
            Json = new { aggregates = Array.Empty<object>(), quality = Array.Empty<object>(), bucket = "1h", timeZone = "UTC", from = Now.AddHours(-6), to = Now },
        }));

        await explore.OpenAsync($"?sensors={string.Join(',', Enumerable.Range(1, 13).Select(number => $"clone-{number}"))}&from=-6h&bucket=1h");

        await Expect(explore.Notice).ToContainTextAsync("At most 12 sensors at once; what is shown leaves out clone-13.");
        await Expect(explore.Page.GetByTestId("chosen").Locator("li")).ToHaveCountAsync(12);
    }

    [Fact]
    public async Task What_a_link_asks_for_in_vain_is_said_in_one_place_with_what_is_shown_instead()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));

        await explore.OpenAsync($"?sensors={Kitchen},attic&from=yesterday&bucket=7m&zone=Mars/Phobos&type=humour&band=maybe&apiKey=iot_secret");

        await Expect(explore.Notice.Locator("li")).ToHaveTextAsync(
        [
            "apiKey is no parameter of this page.",
            "zone=Mars/Phobos is no time zone; times are those of UTC.",
            "from=yesterday is no time; shown is -1h to now.",
            "bucket=7m is no length of buckets; it is chosen by the range.",
            "band=maybe means nothing, only off does; least and greatest are shown.",
            "There is no such sensor: attic; what is shown leaves that out.",
            "No sensor is of the type humour; sensors of all types are listed.",
        ]);
        await Expect(explore.Problem).ToBeHiddenAsync();
        await Expect(explore.Page.GetByTestId("bucket")).ToHaveValueAsync("auto");
        await Expect(explore.Page.GetByTestId("chosen").Locator("li")).ToHaveCountAsync(1);
        await Expect(explore.Row(Offices)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task That_can_be_dismissed_and_comes_back_only_with_something_else()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        await explore.OpenAsync($"?sensors={Kitchen},attic&from=yesterday");
        await Expect(explore.Notice.Locator("li")).ToHaveCountAsync(2);

        await explore.Page.GetByTestId("notice-dismiss").ClickAsync();
        await Expect(explore.Notice).ToBeHiddenAsync();
        await explore.AskAsync(() => explore.Page.Locator("[data-range='-15m']").ClickAsync());

        await Expect(explore.Notice).ToBeHiddenAsync();
        await explore.OpenAsync($"?sensors={Kitchen}&to=tomorrow");
        await Expect(explore.Notice.Locator("li")).ToHaveTextAsync(["to=tomorrow is no time; shown is -1h to now."]);
    }

    [Fact]
    public async Task A_good_link_brings_no_notice()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));

        await explore.OpenAsync($"?sensors={Kitchen}&from=-6h&to=-1h&bucket=10m&zone=UTC&type=temperature&text=kitchen&silent=hide&band=off&peaks=all");

        await Expect(explore.Summary("Kitchen")).ToBeVisibleAsync();
        await Expect(explore.Notice).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_api_call_that_is_shown_gives_what_the_chart_shows()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        var end = Now.AddMinutes(-10);
        await explore.OpenAsync($"?sensors={Kitchen},{Deposit}&from={end.AddHours(-6):s}Z&to={end:s}Z&bucket=10m");

        var body = await site.Api.Client.GetByteArrayAsync(await explore.ApiCallAsync(), Token);
        var table = await TableReaders.ReadAsync("json", body);

        var withValues = table.Rows.Where(row => table[row, "count"] != "0").ToList();
        Assert.Equal(await explore.Chart.GetAttributeAsync("data-points"), $"{table.Rows.Count}");
        foreach (var (sensorId, name) in new[] { (Kitchen, "Kitchen"), (Deposit, "Deposit") })
        {
            var rows = withValues.Where(row => table[row, "sensorId"] == sensorId).ToList();
            var summary = await explore.Summary(name).InnerTextAsync();
            var numbers = new[] { rows.Min(row => Number(table[row, "min"])), rows.Max(row => Number(table[row, "max"])) };
            Assert.All(numbers, number => Assert.Contains(number.ToString("0.00", CultureInfo.InvariantCulture), summary, StringComparison.Ordinal), throwIfEmpty: true);
            Assert.Contains(rows.Sum(row => Number(table[row, "count"])).ToString("#,0", CultureInfo.InvariantCulture), summary, StringComparison.Ordinal);
        }
    }

    private static double Number(string? cell) => double.Parse(cell!, CultureInfo.InvariantCulture);
}
