using System.Diagnostics;
using IotAspire.BrowserTests.Support;
using IotAspire.LocalDashboard;
using IotAspire.Tests.LocalDashboard;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>The dashboard, told of things by the tests.</summary>
public sealed class DashboardPageTests(TestBrowser browser) : BrowserTest(browser)
{
    // Harmless only where it stays text.
    private const string Hostile = "<script>window.harm = 1</script><img src=x onerror='window.harm = 1'>";

    private static readonly ResourceSnapshot[] Resources =
    [
        new("api", "project", ResourceState.Running, ["http://localhost:5080"]) { RunningSince = DateTimeOffset.UtcNow.AddMinutes(-5), CpuPercent = 12.5, MemoryBytes = 200_000_000, Health = "Degraded", Reason = "No reading for a minute" },
        new("mysql", "MariaDB 10.11", ResourceState.Restarting, ["localhost:3306"]) { Restarts = 3, Reason = Hostile },
    ];

    [Fact]
    public async Task The_address_with_the_token_signs_in_and_without_it_nobody_gets_in()
    {
        var dashboard = await StartAsync();
        var tab = await OpenAsync(dashboard.Server.Address);
        tab.ExpectFailedRequests();

        await tab.GotoAsync("/traces");
        await Expect(tab.Page).ToHaveURLAsync(new Uri(dashboard.Server.Address, "/login").ToString());
        await tab.Page.GetByLabel("Token").FillAsync("not-the-right-token");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        tab.ExpectNoFailedRequests();
        await tab.Page.GotoAsync(dashboard.Server.LoginAddress.ToString());

        await Expect(tab.Page).ToHaveURLAsync(dashboard.Server.Address.ToString());
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Resources" })).ToBeVisibleAsync();
        Assert.DoesNotContain(RunningDashboard.Token, await tab.Page.EvaluateAsync<string>("() => document.cookie + location.href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_have_their_state_the_reason_for_it_and_a_way_to_them()
    {
        var tab = await SignInAsync(await StartAsync());

        var api = tab.Page.Locator("[data-resource=api]");
        await Expect(api).ToContainTextAsync("Degraded");
        await Expect(api).ToContainTextAsync("No reading for a minute");
        await Expect(api).ToContainTextAsync("12.5 %");
        await Expect(api.GetByRole(AriaRole.Link, new() { Name = "http://localhost:5080" })).ToHaveAttributeAsync("href", "http://localhost:5080");
        await Expect(tab.Page.Locator("[data-resource=mysql]")).ToContainTextAsync("Restarting");
        await AssertHarmlessAsync(tab, tab.Page.Locator("[data-resource=mysql]"));
        await api.GetByRole(AriaRole.Link, new() { Name = "Logs of api" }).ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Uri(tab.Address, "/logs?resource=api").ToString());
    }

    [Fact]
    public async Task Lines_appear_as_they_are_written_and_are_found_by_resource_level_and_text()
    {
        var dashboard = await StartAsync();
        dashboard.Server.Write("api", "info: A.B[1] Kitchen is warm", isError: false);
        dashboard.Server.Write("mysql", "fail: C.D[2] Kitchen isn't a table", isError: false);
        var tab = await SignInAsync(dashboard);
        await tab.GotoAsync("/logs");
        var lines = tab.Page.Locator("#lines li");
        await Expect(lines).ToHaveCountAsync(2);

        dashboard.Server.Write("api", $"fail: A.B[3] Kitchen is on fire {Hostile}", isError: false);

        await Expect(lines).ToHaveCountAsync(3);
        await Expect(lines.Nth(2)).ToContainTextAsync("Kitchen is on fire");
        await AssertHarmlessAsync(tab, lines.Nth(2));
        await tab.Page.GetByLabel("Level").SelectOptionAsync("Error");
        await Expect(lines).ToHaveCountAsync(2);
        await tab.Page.GetByLabel("Text").FillAsync("FIRE");
        await Expect(lines).ToHaveCountAsync(1);
        await tab.Page.GetByLabel("Text").FillAsync("");
        await tab.Page.GetByLabel("Resource").SelectOptionAsync("mysql");
        await Expect(lines).ToHaveCountAsync(1);
        await Expect(lines).ToContainTextAsync("isn't a table");
        // The address says what is seen.
        await tab.Page.ReloadAsync();
        await Expect(lines).ToHaveCountAsync(1);
        await Expect(tab.Page.GetByLabel("Level")).ToHaveValueAsync("Error");
    }

    [Fact]
    public async Task A_trace_is_a_waterfall_whose_links_lead_from_the_receiver_to_the_sender_and_back()
    {
        var dashboard = await StartAsync();
        Export(dashboard);
        var tab = await SignInAsync(dashboard);
        await tab.GotoAsync("/traces");
        await tab.Page.GetByLabel("Service").SelectOptionAsync("aggregator");
        await Expect(tab.Page.Locator("#traces tr")).ToHaveCountAsync(1);

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "process telemetry" }).ClickAsync();
        var spans = tab.Page.Locator("#spans > li");
        await Expect(spans).ToHaveCountAsync(2);
        var receiver = tab.Page.Url;
        await TracePage.OpenFirstSpanAsync(tab.Page);
        await spans.First.GetByRole(AriaRole.Link, new() { Name = "send telemetry" }).ClickAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("generate");
        var target = tab.Page.Locator("#spans > li.target");
        await Expect(target).ToContainTextAsync("send telemetry");
        await Expect(target).ToContainTextAsync("Followed by (1)");
        await AssertHarmlessAsync(tab, target);
        await target.GetByRole(AriaRole.Link, new() { Name = "process telemetry" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("process telemetry");
        Assert.StartsWith(receiver, tab.Page.Url, StringComparison.Ordinal);
        // The part of the whole that a span took is the part of the width that its bar has.
        var (whole, part) = (await BarAsync(spans.First), await BarAsync(spans.Nth(1)));
        Assert.InRange(part.Width / whole.Width, 0.01, 0.99);
        Assert.True(part.X >= whole.X - 1 && part.X + part.Width <= whole.X + whole.Width + 1);
    }

    [Fact]
    public async Task A_slow_click_on_a_trace_opens_it_though_the_list_is_asked_anew_meanwhile()
    {
        var dashboard = await StartAsync();
        Export(dashboard);
        var tab = await SignInAsync(dashboard);
        await tab.GotoAsync("/traces");
        var link = tab.Page.GetByRole(AriaRole.Link, new() { Name = "process telemetry" });
        await link.HoverAsync();

        await tab.Page.Mouse.DownAsync();
        for (var answers = 0; answers < 2; answers++)
            await tab.Page.WaitForResponseAsync(response => response.Url.Contains("/api/traces?", StringComparison.Ordinal));
        await tab.Page.Mouse.UpAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("process telemetry");
    }

    [Theory, MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task No_grave_fault_of_accessibility(string screen, ColorScheme scheme)
    {
        var dashboard = await StartAsync();
        Export(dashboard);
        dashboard.Server.Write("api", "info: A.B[1] one line", isError: false);
        dashboard.Server.Write("api", "warn: A.B[1] another line", isError: false);
        dashboard.Server.Write("mysql", "fail: A.B[1] a failure", isError: true);
        var tab = await OpenAsync(dashboard.Server.Address, Screens.Of(screen, scheme));
        await tab.GotoAsync("/login");
        await Accessibility.AssertNoGraveFaultAsync(tab.Page, $"login, {screen}, {scheme}");
        await SignInAsync(dashboard, tab);

        foreach (var (path, shown) in new[] { ("/", "[data-resource]"), ("/logs", "#lines li"), ("/traces", "#traces a") })
        {
            await tab.GotoAsync(path);
            await Expect(tab.Page.Locator(shown).First).ToBeVisibleAsync();
            await Accessibility.AssertNoGraveFaultAsync(tab.Page, $"{path}, {screen}, {scheme}");
        }

        await tab.Page.Locator("#traces a").First.ClickAsync();
        await TracePage.OpenFirstSpanAsync(tab.Page);
        await Expect(tab.Page.Locator("#spans .details")).ToBeVisibleAsync();
        await Accessibility.AssertNoGraveFaultAsync(tab.Page, $"trace, {screen}, {scheme}");
    }

    private static async Task<LocatorBoundingBoxResult> BarAsync(ILocator span) => (await span.Locator(".bar").BoundingBoxAsync())!;

    private static async Task AssertHarmlessAsync(Tab tab, ILocator place)
    {
        await Expect(place).ToContainTextAsync(Hostile);
        Assert.Equal(0, await place.Locator("script, img").CountAsync());
        Assert.Null(await tab.Page.EvaluateAsync<int?>("() => window.harm ?? null"));
    }

    // The trace of a reading that is sent, and that of its receiver, which links to it.
    private static void Export(RunningDashboard dashboard)
    {
        using var generator = new Exporting(dashboard, "generator");
        using var aggregator = new Exporting(dashboard, "aggregator");
        ActivityContext sent;
        using (generator.Source.StartActivity("generate"))
        {
            using var send = generator.Source.StartActivity("send telemetry", ActivityKind.Producer)!;
            send.SetTag("messaging.system", Hostile);
            sent = send.Context;
        }

        Activity.Current = null;
        var start = DateTimeOffset.UtcNow;
        using (var process = aggregator.Source.StartActivity(ActivityKind.Consumer, name: "process telemetry", links: [new(sent)], startTime: start)!)
        {
            using (var commit = aggregator.Source.StartActivity(ActivityKind.Client, name: "COMMIT", startTime: start.AddMilliseconds(20))!)
                commit.SetEndTime(start.AddMilliseconds(60).UtcDateTime).SetStatus(ActivityStatusCode.Error, "the connection broke");
            process.SetEndTime(start.AddMilliseconds(100).UtcDateTime);
        }

        generator.Flush();
        aggregator.Flush();
    }

    private async Task<RunningDashboard> StartAsync() => Own(await RunningDashboard.StartAsync(resources: Resources));

    private async Task<Tab> SignInAsync(RunningDashboard dashboard)
    {
        var tab = await OpenAsync(dashboard.Server.Address);
        await SignInAsync(dashboard, tab);
        return tab;
    }

    // The page that takes the token leads on to the resources by itself.
    private static async Task SignInAsync(RunningDashboard dashboard, Tab tab)
    {
        await tab.Page.GotoAsync(dashboard.Server.LoginAddress.ToString());
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Resources" })).ToBeVisibleAsync();
    }
}
