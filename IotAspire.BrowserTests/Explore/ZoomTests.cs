using IotAspire.BrowserTests.Support;
using static IotAspire.BrowserTests.Support.StoredBuilding;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>The shorter the range, the finer what is fetched.</summary>
public sealed class ZoomTests(TestBrowser browser, ExploreSite site) : BrowserTest(browser), IClassFixture<ExploreSite>
{
    [Fact]
    public async Task Zooming_in_fetches_finer_buckets_and_at_last_every_reading()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        var question = await explore.AskAsync(() => explore.OpenAsync($"?sensors={Kitchen}&from={Now.AddHours(-24):s}Z&to={Now:s}Z"));
        var buckets = new List<TimeSpan>();

        while (question.Bucket is { } bucket)
        {
            buckets.Add(bucket);
            Assert.True(buckets.Count < 12, $"still buckets: {string.Join(", ", buckets)}");
            question = await explore.AskAsync(() => explore.Page.GetByTestId("zoom-in").ClickAsync());
        }

        Assert.Equal(buckets.OrderDescending(), buckets);
        Assert.True(buckets.Distinct().Count() >= 3, string.Join(", ", buckets));
        await Expect(explore.Chart).ToHaveAttributeAsync("data-source", "readings");
        await Expect(explore.Page.GetByTestId("chart-note")).ToContainTextAsync("Every reading");
        var shown = question.Range;
        var stored = site.Building.Readings.Count(reading => reading.SensorId == Kitchen && reading.At >= shown.From && reading.At < shown.To);
        Assert.True(stored > 0);
        Assert.Equal($"{stored}", await explore.Chart.GetAttributeAsync("data-points"));
    }

    [Fact]
    public async Task A_piece_of_the_chart_that_is_dragged_over_becomes_the_range()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        var (from, to) = (Now.AddHours(-20), Now.AddHours(-10));
        var whole = await explore.AskAsync(() => explore.OpenAsync($"?sensors={Kitchen}&from={from:s}Z&to={to:s}Z"));

        var part = await explore.AskAsync(() => explore.DragOverAsync(0.25, 0.5));

        // Within the width of the axis' labels.
        Assert.InRange(part.Range.From, from.AddHours(1.7), from.AddHours(3));
        Assert.InRange(part.Range.To, from.AddHours(4.3), from.AddHours(5.3));
        Assert.True(part.Bucket < whole.Bucket);
        Assert.Contains("from=", explore.Url.Query, StringComparison.Ordinal);
        var again = await explore.AskAsync(() => explore.Page.GoBackAsync());
        Assert.Equal(whole.Range, again.Range);
    }

    [Fact]
    public async Task Zooming_out_fetches_coarser_buckets_again()
    {
        var explore = new ExplorePage(await OpenAsync(site.Address));
        var near = await explore.AskAsync(() => explore.OpenAsync($"?sensors={Kitchen},{Offices}&from=-2h"));

        var far = near;
        for (var i = 0; i < 3; i++)
            far = await explore.AskAsync(() => explore.Page.GetByTestId("zoom-out").ClickAsync());

        Assert.True(far.Bucket > near.Bucket);
        Assert.Equal(8, (far.Range.To - far.Range.From).TotalHours / (near.Range.To - near.Range.From).TotalHours, 0.1);
    }
}
