using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api;
using IotAspire.Tests.Support;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>Sensors that no catalogue describes, and those that never had a reading stored, spoil the page for nobody.</summary>
public sealed class StraySensorTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    private const string Stray = "stray";
    private const string StoreSilent = "INSERT INTO `sensors` (`sensor_id`, `unit`, `origin`) VALUES ('silent', '°C', 'reading')";
    private const string CountSilent = "SELECT COUNT(*) FROM `sensors` WHERE `sensor_id` = 'silent'";

    [Fact]
    public async Task The_colours_of_the_plan_are_those_of_its_own_sensors()
    {
        var (api, building) = await StartAsync();
        await building.StoreAsync(new Measured(Stray, Now, 987_654_321), new Measured(Kitchen, Now, 20), new Measured(Offices, Now, 24));
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync($"?sensors={Stray}");

        await Expect(explore.Row(Stray)).ToContainTextAsync("987,654,321 °C");
        await Expect(explore.Mark(Stray)).ToHaveCountAsync(0);
        await Expect(explore.Page.GetByTestId("legend").Locator(".scale")).ToHaveCountAsync(2);
        Assert.NotEqual(await ColourAsync(explore, Kitchen), await ColourAsync(explore, Offices));
    }

    [Fact]
    public async Task A_value_that_its_sensor_can_not_give_stretches_no_scale()
    {
        var (api, building) = await StartAsync();
        await building.StoreAsync(new Measured(Kitchen, Now, 20), new Measured(Offices, Now, 24), new Measured(Deposit, Now, 1e100));
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync("");

        await Expect(explore.Mark(Deposit)).ToContainTextAsync("1e100 °C");
        Assert.NotEqual(await ColourAsync(explore, Kitchen), await ColourAsync(explore, Offices));
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("1m")]
    public async Task A_single_reading_lies_on_its_axes(string bucket)
    {
        var (api, building) = await StartAsync();
        var reading = building.Readings.Last(reading => reading.SensorId == Humidity && reading.At < Now.AddMinutes(-30));
        var from = reading.At.AddSeconds(-reading.At.Second);
        var explore = new ExplorePage(await OpenAsync(api.Address));

        await explore.OpenAsync($"?sensors={Humidity}&from={from:s}Z&to={from.AddMinutes(1):s}Z&bucket={bucket}");

        await Expect(explore.Chart).ToHaveAttributeAsync("data-points", "1");
        var (low, high) = await explore.AxisAsync();
        Assert.InRange(reading.Value, low, high);
        Assert.Empty(await Layout.FaultsAsync(explore.Page));
    }

    [Fact]
    public async Task Sensors_without_readings_can_be_hidden_and_the_link_says_so()
    {
        var (api, _) = await StartAsync();
        await api.Database.ExecuteAsync(StoreSilent);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync($"?sensors={Kitchen}");
        await Expect(explore.Row("silent")).ToBeVisibleAsync();

        await explore.Page.GetByTestId("silent").CheckAsync();

        await Expect(explore.Row("silent")).ToBeHiddenAsync();
        await Expect(explore.Row(Kitchen)).ToBeVisibleAsync();
        await Expect(explore.Page.GetByTestId("link")).ToContainTextAsync("silent=hide");
        await explore.OpenAsync(explore.Url.Query);
        await Expect(explore.Page.GetByTestId("silent")).ToBeCheckedAsync();
        await Expect(explore.Row("silent")).ToBeHiddenAsync();
        await explore.Page.GetByTestId("silent").UncheckAsync();
        await Expect(explore.Row("silent")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_hidden_sensor_appears_with_its_first_reading()
    {
        var (api, building) = await StartAsync();
        await api.Database.ExecuteAsync(StoreSilent);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync($"?sensors={Kitchen}&silent=hide");
        await explore.LiveAsync();
        await Expect(explore.Row("silent")).ToBeHiddenAsync();

        await building.StoreAsync(new Measured("silent", Now, 21.25));

        await Expect(explore.Row("silent")).ToContainTextAsync("21.25 °C");
        await Expect(explore.Row("silent").GetByTestId("sensor-remove")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_sensor_without_readings_is_removed_when_the_reader_says_so_twice()
    {
        var (api, _) = await StartAsync();
        await api.Database.ExecuteAsync(StoreSilent);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync($"?sensors={Kitchen},silent");
        await Expect(explore.Row(Kitchen).GetByTestId("sensor-remove")).ToBeHiddenAsync();

        await explore.Row("silent").GetByTestId("sensor-remove").ClickAsync();
        await Expect(explore.Page.GetByTestId("remove-dialog")).ToContainTextAsync("silent");
        await explore.Page.GetByTestId("remove-cancel").ClickAsync();
        Assert.Equal(1L, await api.Database.ScalarAsync(CountSilent));
        await explore.Row("silent").GetByTestId("sensor-remove").ClickAsync();
        await explore.Page.GetByTestId("remove-yes").ClickAsync();

        await Expect(explore.Row("silent")).ToHaveCountAsync(0);
        await Expect(explore.Page.GetByTestId("chosen").Locator("li")).ToHaveCountAsync(1);
        await Expect(explore.Notice).ToBeHiddenAsync();
        Assert.Equal(0L, await api.Database.ScalarAsync(CountSilent));
    }

    [Fact]
    public async Task Where_a_key_is_needed_the_removal_has_it()
    {
        var api = Own(await RunningApi.StartAsync(servers));
        await StoredBuilding.StoreAsync(api.Database);
        await api.Database.ExecuteAsync(StoreSilent);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenWithKeyAsync($"?sensors={Kitchen}", RunningApi.Key);

        await explore.Row("silent").GetByTestId("sensor-remove").ClickAsync();
        await explore.Page.GetByTestId("remove-yes").ClickAsync();

        await Expect(explore.Row("silent")).ToHaveCountAsync(0);
        Assert.Equal(0L, await api.Database.ScalarAsync(CountSilent));
    }

    [Fact]
    public async Task Why_a_sensor_stays_is_said()
    {
        var (api, _) = await StartAsync();
        await api.Database.ExecuteAsync(StoreSilent);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync($"?sensors={Kitchen}");
        explore.Tab.ExpectFailedRequests();
        // Its first reading was stored a moment ago.
        await explore.Page.RouteAsync("**/api/v1/sensors/silent", route => route.FulfillAsync(
            new() { Status = 409, ContentType = "application/problem+json", Body = """{"status":409,"title":"Conflict","detail":"The sensor \"silent\" has 1 reading."}""" }));

        await explore.Row("silent").GetByTestId("sensor-remove").ClickAsync();
        await explore.Page.GetByTestId("remove-yes").ClickAsync();

        await explore.ProblemAsync("The sensor \"silent\" has 1 reading.");
        await Expect(explore.Row("silent")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_of_another_site_can_not_remove_it()
    {
        var (api, _) = await StartAsync();
        await api.Database.ExecuteAsync(StoreSilent);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenAsync("");
        var context = await explore.Page.Context.Browser!.NewContextAsync();
        await context.RouteAsync("http://other.example/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!DOCTYPE html>" }));
        var page = await context.NewPageAsync();
        await page.GotoAsync("http://other.example/");

        foreach (var mode in new[] { "cors", "no-cors" })
        {
            var answer = await page.EvaluateAsync<string>(
                "async ([address, mode]) => { try { return `${(await fetch(address, { method: 'DELETE', mode })).status}`; } catch { return 'refused'; } }",
                new[] { new Uri(api.Address, "/api/v1/sensors/silent").ToString(), mode });
            Assert.Equal("refused", answer);
        }

        Assert.Equal(1L, await api.Database.ScalarAsync(CountSilent));
        await context.CloseAsync();
    }

    private static Task<string> ColourAsync(ExplorePage explore, string sensorId) => explore.Mark(sensorId).Locator(".dot").EvaluateAsync<string>("dot => dot.style.fill");

    private async Task<(RunningApi Api, StoredBuilding Building)> StartAsync()
    {
        var api = Own(await RunningApi.StartAsync(servers, settings: [("environment", "Development"), ("Live:Interval", "00:00:00.1")]));
        return (api, await StoredBuilding.StoreAsync(api.Database));
    }
}
