using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Docs;

/// <summary>The interactive documentation at the API's root; that it stays on its own host and without errors is asserted of every tab.</summary>
public sealed class DocumentationPageTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    [Fact]
    public async Task A_question_is_asked_from_the_page_and_its_answer_shown()
    {
        var api = Own(await RunningApi.StartAsync(servers, settings: [("environment", "Development")]));
        await StoredBuilding.StoreAsync(api.Database);
        var page = (await OpenAsync(api.Address)).Page;

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/v1/sensors)" }).ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Send get request to" }).ClickAsync(), answer => answer.Url.Contains("/api/v1/sensors?", StringComparison.Ordinal));

        await Expect(page.GetByText("200 OK")).ToBeVisibleAsync();
        Assert.Contains("\"description\":\"Kitchen\"", await answer.TextAsync(), StringComparison.Ordinal);
    }
}
