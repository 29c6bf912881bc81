using Microsoft.Playwright;

namespace IotAspire.BrowserTests.Support;

/// <summary>A test that opens tabs; when it has passed, none of them may have had a fault.</summary>
/// <param name="browser">The run's browser.</param>
public abstract class BrowserTest(TestBrowser browser) : IAsyncLifetime
{
    private readonly List<Tab> _tabs = [];
    private readonly Stack<object> _owned = new();

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var faults = _tabs.SelectMany(tab => tab.Faults).ToList();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            await ShowAsync(faults);
        foreach (var tab in _tabs)
            await tab.Page.Context.CloseAsync();
        while (_owned.TryPop(out var owned))
        {
            if (owned is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                ((IDisposable)owned).Dispose();
        }

        if (TestContext.Current.TestState?.Result == TestResult.Passed)
            Assert.Empty(faults);
    }

    internal async Task<Tab> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        var tab = await Tab.OpenAsync(await browser.GetAsync(), address, options);
        _tabs.Add(tab);
        return tab;
    }

    /// <summary>Something disposable that ends with the test, after its tabs: they would complain of what has gone.</summary>
    internal T Own<T>(T something)
        where T : notnull
    {
        _owned.Push(something);
        return something;
    }

    // What a failure looked like.
    private async Task ShowAsync(IEnumerable<string> faults)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, faults));
        for (var i = 0; i < _tabs.Count; i++)
            TestContext.Current.AddAttachment($"tab {i}", await _tabs[i].Page.ScreenshotAsync(), "image/png");
    }
}
