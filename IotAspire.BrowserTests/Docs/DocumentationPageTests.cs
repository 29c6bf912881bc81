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

        var answer = await SendAsync(page, "sensors", "/api/v1/sensors");

        await Expect(page.GetByText("200 OK")).ToBeVisibleAsync();
        Assert.Contains("\"description\":\"Kitchen\"", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_answers_what_the_page_sends_at_the_first_click()
    {
        var api = Own(await RunningApi.StartAsync(servers, settings: [("environment", "Development")]));
        await StoredBuilding.StoreAsync(api.Database);
        // The example of an id is that of the first.
        await api.Database.ExecuteAsync("INSERT INTO dead_letters VALUES (NULL, 'h', 'g', '0', 1, 0, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(6), 'undecodable', '', 'x', DEFAULT)");
        var paths = (await api.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)).ToList();

        var page = (await OpenAsync(api.Address)).Page;

        foreach (var path in paths)
        {
            var tag = path.Value.GetProperty("get").GetProperty("tags")[0].GetString()!;
            var answer = await SendAsync(page, tag.ToLowerInvariant(), path.Name);

            Assert.True(answer.Status == 200, $"{answer.Url}: {answer.Status}");
            Assert.DoesNotContain("x-api-key", (await answer.Request.AllHeadersAsync()).Keys);
            // The stream of readings has no end; the next question is asked from a page that has just been opened.
            await page.GotoAsync("about:blank");
        }
    }

    // As a reader does who has changed nothing.
    private static async Task<IResponse> SendAsync(IPage page, string tag, string path)
    {
        await page.GotoAsync($"/#tag/{tag}/GET{path}");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Test Request (get {path})", Exact = true }).ClickAsync();
        return await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Send get request to" }).ClickAsync(),
            answer => new Uri(answer.Url).AbsolutePath.StartsWith(path.Split('{')[0], StringComparison.Ordinal));
    }
}
