using IotAspire.BrowserTests.Support;
using Microsoft.Playwright;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>axe finds nothing grave, whatever the screen.</summary>
public sealed class AccessibilityTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    [Theory, MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task A_full_page(string screen, ColorScheme scheme)
    {
        var explore = new ExplorePage(await OpenAsync(site.Address, Screens.Of(screen, scheme)));

        await explore.OpenAsync($"?sensors={Kitchen},{Humidity},{Deposit}&from=-24h");
        await Expect(explore.Page.GetByTestId("quality").Locator("tbody tr")).ToHaveCountAsync(3);

        await Accessibility.AssertNoGraveFaultAsync(explore.Page, $"{screen}, {scheme}");
        // Nothing is wider than the screen.
        Assert.Equal(0, await explore.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Theory, MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task Problems_and_the_question_for_a_key(string screen, ColorScheme scheme)
    {
        var explore = new ExplorePage(await OpenAsync(site.Address, Screens.Of(screen, scheme)));
        explore.Tab.ExpectFailedRequests();
        await explore.Page.RouteAsync("**/api/v1/**", route => route.FulfillAsync(new() { Status = 401, ContentType = "application/problem+json", Body = """{"status":401,"title":"Unauthorized"}""" }));

        await explore.Tab.GotoAsync("/explore");
        await Expect(explore.KeyDialog).ToBeVisibleAsync();
        await Accessibility.AssertNoGraveFaultAsync(explore.Page, $"key, {screen}, {scheme}");
        await explore.Page.Keyboard.PressAsync("Escape");
        await Expect(explore.Problem).ToBeVisibleAsync();

        await Accessibility.AssertNoGraveFaultAsync(explore.Page, $"problem, {screen}, {scheme}");
    }
}
