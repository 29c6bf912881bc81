using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Api;
using IotAspire.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>Whatever sensors are called and measure, each part of the page stays in its place.</summary>
public sealed class LayoutTests(TestBrowser browser, MySqlServers servers) : BrowserTest(browser)
{
    private static readonly string Long = new('w', 300);

    // With the second fleet, each size has the other buckets and colours.
    private static readonly (int Width, int Height, bool Raw)[] Sizes = [(390, 844, true), (768, 1024, false), (1440, 900, true)];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Nothing_breaks_out(int seed, bool other)
    {
        var api = Own(await RunningApi.StartAsync(servers, settings: [("environment", "Development")]));
        var fleet = new StrangeFleet(seed);
        await fleet.StoreAsync(api.Database);
        var chosen = string.Join(',', fleet.Others.Concat(fleet.Catalogue).Take(12).Select(sensor => sensor.SensorId));
        foreach (var (width, height, first) in Sizes)
        {
            var (bucket, scheme) = first != other ? ("raw", ColorScheme.Light) : ("1m", ColorScheme.Dark);
            var options = new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } };
            var explore = new ExplorePage(await OpenAsync(api.Address, options));
            await explore.OpenAsync($"?sensors={chosen},{Long}&bucket={bucket}&{Long}=1&from={Long}");
            await Expect(explore.Page.GetByTestId("quality").Locator("tbody tr")).ToHaveCountAsync(12);
            await explore.Chart.HoverAsync();
            var faults = await Layout.FaultsAsync(explore.Page);
            Assert.True(faults.Count == 0, $"seed {seed}, {width} px, {scheme}, {bucket}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
        }
    }
}
