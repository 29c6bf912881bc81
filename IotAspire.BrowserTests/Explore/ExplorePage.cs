using System.Globalization;
using System.Text.Json;
using System.Web;
using IotAspire.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IotAspire.BrowserTests.Explore;

/// <summary>The analyst's page, by the names that its parts have for tests.</summary>
internal sealed class ExplorePage(Tab tab)
{
    private const string ApiPath = "/api/v1/";

    public Tab Tab => tab;

    public IPage Page => tab.Page;

    public ILocator Chart => Page.GetByTestId("chart");

    public ILocator Problem => Page.GetByTestId("problem");

    /// <summary>A problem is shown that says this.</summary>
    public async Task ProblemAsync(string text, float? timeout = null)
    {
        await Expect(Problem).ToContainTextAsync(text, new() { Timeout = timeout });
        await Expect(Problem).ToBeVisibleAsync();
    }

    public ILocator Notice => Page.GetByTestId("notice");

    public ILocator LiveState => Page.GetByTestId("live-state");

    public ILocator KeyDialog => Page.GetByTestId("key-dialog");

    /// <summary>What the page says is the API call behind the chart.</summary>
    public Task<string> ApiCallAsync() => Page.GetByTestId("call-url").InnerTextAsync();

    /// <summary>Its address now.</summary>
    public Uri Url => new(Page.Url);

    /// <summary>Opens it, as somebody does who follows a link, and waits for the chart.</summary>
    public async Task OpenAsync(string query)
    {
        await tab.GotoAsync($"/explore{query}");
        await DrawnAsync();
    }

    public Task DrawnAsync() => Expect(Chart).ToHaveAttributeAsync("data-state", "ready");

    public Task LiveAsync() => Expect(LiveState).ToHaveAttributeAsync("data-state", "live");

    /// <summary>As <see cref="OpenAsync"/>, where the API wants a key.</summary>
    public async Task OpenWithKeyAsync(string query, string key)
    {
        // The page learns only by being refused that a key is needed.
        tab.ExpectFailedRequests();
        await tab.GotoAsync($"/explore{query}");
        await GiveKeyAsync(key);
        await DrawnAsync();
        tab.ExpectNoFailedRequests();
    }

    /// <summary>When the page asks for a key.</summary>
    public async Task GiveKeyAsync(string key)
    {
        await Page.GetByTestId("key-input").FillAsync(key);
        await Page.GetByTestId("key-save").ClickAsync();
    }

    /// <summary>Shows an exact range.</summary>
    public async Task SetRangeAsync(DateTime from, DateTime to)
    {
        await Page.GetByTestId("range-from").FillAsync(TextOf(from));
        await Page.GetByTestId("range-to").FillAsync(TextOf(to));
        await Page.GetByTestId("range-apply").ClickAsync();
    }

    // A browser leaves out seconds of 0, and the driver then finds another text than it has filled in.
    private static string TextOf(DateTime instant) => instant.ToString(instant.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "s", CultureInfo.InvariantCulture);

    /// <summary>What is chosen and drawn, as text.</summary>
    public async Task<string> SeenAsync() => string.Join('\n', [
        await Page.GetByTestId("chosen").InnerTextAsync(), await Page.GetByTestId("summary").InnerTextAsync(), await Page.GetByTestId("chart-note").InnerTextAsync(),
        .. await Task.WhenAll(new[] { "source", "bucket", "points", "last" }.Select(name => Chart.GetAttributeAsync($"data-{name}")))]);

    /// <summary>Presses Tab until an element has the focus.</summary>
    public async Task TabToAsync(string selector)
    {
        const int Most = 150;
        for (var i = 0; i < Most; i++)
        {
            if (await Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{selector} isn't reached by Tab.");
    }

    /// <summary>The element that has the focus, and whether it looks as if it had.</summary>
    public async Task<(string Name, bool IsMarked)> FocusAsync()
    {
        var answer = await Page.EvaluateAsync<string[]>("""
            () => {
              const element = document.activeElement;
              const look = () => [element, ...element.querySelectorAll('*')].map(one => {
                const style = getComputedStyle(one);
                const outline = style.outlineStyle === 'none' || parseFloat(style.outlineWidth) === 0 ? '' : style.outline;
                return [outline, style.boxShadow, style.border, style.background, style.stroke, style.strokeWidth, style.fill].join();
              }).join(';');
              const focused = look();
              element.blur();
              const isMarked = focused !== look();
              element.focus({ focusVisible: true });
              return [element.id || element.dataset?.sensor || element.dataset?.range || element.dataset?.copies || element.tagName, String(isMarked)];
            }
            """);
        return (answer[0], answer[1] == "true");
    }

    /// <summary>A sensor's line in the list.</summary>
    public ILocator Row(string sensorId) => Page.Locator($"[data-testid=sensor-row][data-sensor='{sensorId}']");

    /// <summary>A sensor's mark on the plan.</summary>
    public ILocator Mark(string sensorId) => Page.GetByTestId("plan").Locator($"[data-sensor='{sensorId}']");

    /// <summary>The line of what the chart shows of a sensor.</summary>
    public ILocator Summary(string name) => Page.GetByTestId("summary").Locator("tbody tr").Filter(new() { HasText = name });

    /// <summary>The ends of the chart's first axis of values.</summary>
    public async Task<(double Low, double High)> AxisAsync()
    {
        var ends = await Page.EvaluateAsync<double[]>("() => { const [axis] = echarts.getInstanceByDom(document.getElementById('canvas')).getOption().yAxis; return [axis.min, axis.max]; }");
        return (ends[0], ends[1]);
    }

    /// <summary>Does something that makes the chart ask for other data, and waits until it shows them.</summary>
    public async Task<ChartQuestion> AskAsync(Func<Task> action)
    {
        var answer = await Page.RunAndWaitForResponseAsync(action, answer => IsChartQuestion(answer.Url));
        await DrawnAsync();
        return await ChartQuestion.OfAsync(answer);
    }

    /// <summary>Drags the mouse over the chart between two parts of its width.</summary>
    public async Task DragOverAsync(double start, double end)
    {
        var box = (await Chart.BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await Page.Mouse.MoveAsync((float)(box.X + (box.Width * start)), y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((float)(box.X + (box.Width * end)), y, new() { Steps = 5 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>What is downloaded.</summary>
    /// <param name="what">The name of the choice: <c>shown</c>, <c>readings</c>, <c>quality</c>, <c>latest</c>.</param>
    /// <param name="format">The name of the format.</param>
    public async Task<byte[]> DownloadAsync(string what, string format)
    {
        await Page.GetByTestId("export-what").SelectOptionAsync(what);
        await Page.GetByTestId("export-format").SelectOptionAsync(format);
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByTestId("export").ClickAsync());
        return await ReadAsync(download);
    }

    public static async Task<byte[]> ReadAsync(IDownload download)
    {
        await using var stream = await download.CreateReadStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
        return memory.ToArray();
    }

    private static bool IsChartQuestion(string url) =>
        url.Contains($"{ApiPath}aggregates?", StringComparison.Ordinal) || url.Contains($"{ApiPath}readings?", StringComparison.Ordinal);
}

/// <summary>What the chart asked for and what came.</summary>
/// <param name="Url">The question.</param>
/// <param name="Bucket">The length of the answer's buckets; null for raw readings.</param>
/// <param name="Range">The answer's range.</param>
internal sealed record ChartQuestion(Uri Url, TimeSpan? Bucket, (DateTime From, DateTime To) Range)
{
    public static async Task<ChartQuestion> OfAsync(IResponse response)
    {
        var answer = JsonSerializer.Deserialize<JsonElement>(await response.BodyAsync());
        var range = (Instant(answer, "from"), Instant(answer, "to"));
        return new(new(response.Url), answer.TryGetProperty("bucket", out var bucket) ? Length(bucket.GetString()!) : null, range);
    }

    public string? Parameter(string name) => HttpUtility.ParseQueryString(Url.Query)[name];

    private static DateTime Instant(JsonElement answer, string name) => answer.GetProperty(name).GetDateTime().ToUniversalTime();

    private static TimeSpan Length(string bucket)
    {
        var unit = bucket.TrimStart("0123456789".ToCharArray());
        var count = int.Parse(bucket[..^unit.Length], System.Globalization.CultureInfo.InvariantCulture);
        return unit switch
        {
            "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            "d" => TimeSpan.FromDays(count),
            _ => throw new ArgumentException($"A bucket of {bucket} isn't expected here."),
        };
    }
}
