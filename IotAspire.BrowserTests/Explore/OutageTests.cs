using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>What breaks is said in words; what works again is shown again, without anybody's doing. The API is the built one, in production.</summary>
public sealed class OutageTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    // The page asks again every few seconds, and waits longer each time.
    private const float Recovery = 60_000;

    [Fact]
    public async Task A_database_that_stops_and_comes_again()
    {
        var server = Own(await OwnServer.StartAsync(servers));
        var database = Own(IngestDatabase.Open(await server.CreateDatabaseAsync()));
        await database.Migrator.MigrateAsync(IngestDatabase.Token);
        await RunningApi.AddKeyAsync(database);
        var building = await StoredBuilding.StoreAsync(database);
        var api = Own(await ApiProcess.StartAsync(database.ConnectionString));
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenWithKeyAsync($"?sensors={Kitchen}&from=-5m", RunningApi.Key);

        explore.Tab.ExpectFailedRequests();
        await server.StopAsync();
        await explore.Page.Locator("[data-range='-6h']").ClickAsync();

        await explore.ProblemAsync("database", Recovery);
        await server.RestartAsync();
        await Expect(explore.Problem).ToBeHiddenAsync(new() { Timeout = Recovery });
        await Expect(explore.Chart).ToHaveAttributeAsync("data-source", "aggregates");
        await explore.DrawnAsync();
        await Expect(explore.LiveState).ToHaveAttributeAsync("data-state", "live", new() { Timeout = Recovery });
        await building.StoreAsync(new Measured(Kitchen, Now, 43.21));
        await Expect(explore.Mark(Kitchen)).ToContainTextAsync("43.21", new() { Timeout = Recovery });
    }

    [Fact]
    public async Task An_api_that_is_killed_and_started_again()
    {
        var database = Own(await IngestDatabase.CreateAsync(servers, IotAspire.LocalMySql.MySqlFlavor.Any));
        await RunningApi.AddKeyAsync(database);
        var building = await StoredBuilding.StoreAsync(database);
        var api = Own(await ApiProcess.StartAsync(database.ConnectionString));
        var explore = new ExplorePage(await OpenAsync(api.Address));
        await explore.OpenWithKeyAsync($"?sensors={Kitchen}&from=-5m", RunningApi.Key);
        await explore.LiveAsync();

        explore.Tab.ExpectFailedRequests();
        await api.KillAsync();
        await Expect(explore.LiveState).ToHaveAttributeAsync("data-state", "offline");
        await explore.Page.Locator("[data-range='-6h']").ClickAsync();
        await explore.ProblemAsync("The API can't be reached");
        await building.StoreAsync(new Measured(Kitchen, Now, 40.04));
        await api.RestartAsync();

        await Expect(explore.Problem).ToBeHiddenAsync(new() { Timeout = Recovery });
        await Expect(explore.Chart).ToHaveAttributeAsync("data-source", "aggregates");
        await Expect(explore.LiveState).ToHaveAttributeAsync("data-state", "live", new() { Timeout = Recovery });
        // What was stored while nobody listened, and what comes now.
        await Expect(explore.Mark(Kitchen)).ToContainTextAsync("40.04");
        await building.StoreAsync(new Measured(Kitchen, Now, 43.21));
        await Expect(explore.Mark(Kitchen)).ToContainTextAsync("43.21");
    }

    [Fact]
    public async Task A_question_that_the_api_refuses_is_said_with_its_reason()
    {
        var api = Own(await RunningApi.StartAsync(servers, settings: [("environment", "Development")]));
        await StoredBuilding.StoreAsync(api.Database);
        var explore = new ExplorePage(await OpenAsync(api.Address));
        explore.Tab.ExpectFailedRequests();

        await explore.Page.RouteAsync("**/api/v1/aggregates?**bucket=5m**", route => route.ContinueAsync(new() { Url = route.Request.Url.Replace("bucket=5m", "bucket=7m", StringComparison.Ordinal) }));

        await explore.Tab.GotoAsync($"/explore?sensors={Kitchen}&bucket=5m");

        await explore.ProblemAsync("The API can't answer this question");
        await explore.ProblemAsync("bucket: must be one of 10s");
        await explore.Page.GetByTestId("bucket").SelectOptionAsync("1m");
        await Expect(explore.Problem).ToBeHiddenAsync();
        await explore.DrawnAsync();
    }
}
