using System.Diagnostics;
using System.Text.RegularExpressions;
using IotAspire.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>Aspire's dashboard, by what people see of it.</summary>
internal sealed class DashboardPage(Tab tab)
{
    // A command may start five programs anew.
    private const float Patience = 180_000;

    private const int Attempts = 3;

    // High, because the page makes rows as they come into sight.
    public static readonly BrowserNewContextOptions Screen = new() { ViewportSize = new() { Width = 1600, Height = 1600 } };

    public IPage Page => tab.Page;

    public ILocator Rows => Page.GetByRole(AriaRole.Row);

    /// <summary>Where warnings are shown until somebody sends them away.</summary>
    public ILocator Banners => Page.Locator(".messagebar-container");

    public ILocator Dialog => Page.Locator("fluent-dialog");

    /// <summary>Details of a span: attributes, what it links to, what links to it.</summary>
    public ILocator SpanDetails => Page.Locator(".span-details-layout");

    /// <summary>The row of a resource.</summary>
    public ILocator Resource(string name) => Rows.Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) });

    /// <summary>Opens the dialog that a command of a resource asks with.</summary>
    public async Task OpenCommandAsync(string resource, string command)
    {
        await RepeatAsync(
            async () =>
            {
                await Resource(resource).GetByTitle("Actions").ClickAsync();
                await Page.GetByRole(AriaRole.Menuitem, new() { Name = command }).ClickAsync();
            },
            () => Expect(Dialog.GetByText("No", new() { Exact = true }).Or(Dialog.GetByText("Cancel", new() { Exact = true }))).ToBeVisibleAsync());
    }

    /// <summary>Gives the dialog's answer.</summary>
    public async Task AnswerAsync(string button)
    {
        await Dialog.Locator("fluent-button").GetByText(button, new() { Exact = true }).ClickAsync();
        await Expect(Dialog).ToHaveCountAsync(0);
    }

    /// <summary>Waits until a command has succeeded.</summary>
    /// <returns>What it says of it.</returns>
    public async Task<string> ResultAsync(string command)
    {
        await Expect(Page.GetByText(new Regex($"\"{command}\" (succeeded|failed)")).First).ToBeVisibleAsync(new() { Timeout = Patience });
        await Page.GetByTitle("Notifications").First.ClickAsync();
        var result = Page.Locator(".notification-entry").First;
        await Expect(result).ToContainTextAsync($"\"{command}\" succeeded");
        var text = await result.InnerTextAsync();
        await Page.Locator("fluent-button").GetByText("Close", new() { Exact = true }).ClickAsync();
        await Expect(result).ToHaveCountAsync(0);
        return text;
    }

    /// <summary>Runs steps that start with loading a page, and repeats them if the dashboard's Blazor circuit fails.</summary>
    public async Task WalkAsync(Func<Task> walk)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ended = tab.EndedCircuits;
            try
            {
                await walk();
                return;
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException && tab.EndedCircuits > ended && attempt < Attempts)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"The dashboard failed; attempt {attempt}: {exception.Message}");
            }
        }
    }

    /// <summary>Opens the newest trace of a resource whose first span has this name, as soon as there is one.</summary>
    public async Task OpenTraceAsync(string resource, string name, float timeout)
    {
        await tab.GotoAsync($"/traces/resource/{resource}");
        var row = Rows.Filter(new() { HasText = $"{resource}: {name}" }).First;
        await Expect(row).ToBeVisibleAsync(new() { Timeout = timeout });
        await ClickAsync(row, () => Page.WaitForURLAsync("**/traces/detail/**"));
    }

    /// <summary>Shows the details of a span.</summary>
    public async Task OpenSpanAsync(string name)
    {
        await ClickAsync(Rows.Filter(new() { HasText = name }).First, () => Expect(SpanDetails).ToBeVisibleAsync());
    }

    /// <summary>Goes from a span whose details are shown to the span of another resource that links to it, as soon as there is one.</summary>
    public async Task FollowBacklinkAsync(string span, string resource, float timeout)
    {
        var link = SpanDetails.Locator("fluent-accordion-item").Last.GetByRole(AriaRole.Row).Filter(new() { HasText = $"{resource}: " }).First;
        var started = Stopwatch.GetTimestamp();

        // The details show the links that existed when they were opened, and aren't updated.
        while (true)
        {
            try
            {
                await Expect(link).ToBeVisibleAsync(new() { Timeout = 2_000 });
                break;
            }
            catch (PlaywrightException) when (Stopwatch.GetElapsedTime(started).TotalMilliseconds < timeout)
            {
                await Page.ReloadAsync();
                await OpenSpanAsync(span);
            }
        }

        var from = Page.Url;
        await ClickAsync(link.Locator("fluent-button"), () => Page.WaitForURLAsync(url => url != from));
    }

    private static Task ClickAsync(ILocator target, Func<Task> effect) => RepeatAsync(() => target.ClickAsync(), effect);

    // The dashboard redraws a table for each change, and loses a click on a row that is replaced at that moment.
    private static async Task RepeatAsync(Func<Task> click, Func<Task> effect)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await click();
                await effect();
                return;
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException && attempt < Attempts)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"Click {attempt} had no effect: {exception.Message}");
            }
        }
    }
}
