using Microsoft.Playwright;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>The dashboard's page of one trace.</summary>
internal static class TracePage
{
    /// <summary>Shows what the first span has to say; a trace of one span does so by itself.</summary>
    public static async Task OpenFirstSpanAsync(IPage page)
    {
        var span = page.Locator("#spans button.span").First;
        if (await span.GetAttributeAsync("aria-expanded") == "false")
            await span.ClickAsync();
    }
}
