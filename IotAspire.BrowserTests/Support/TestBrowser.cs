using IotAspire.BrowserTests.Support;
using IotAspire.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TestBrowser))]

namespace IotAspire.BrowserTests.Support;

/// <summary>One browser process for the whole run, started by the first test that asks; each tab has a profile of its own.</summary>
public sealed class TestBrowser : IAsyncDisposable
{
    // A name that isn't of this machine doesn't even resolve, so nothing can depend on it.
    private static readonly string[] Arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"];

    // In milliseconds; a machine that builds something else at the same time takes long for a page.
    private const float Deadline = 20_000;

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>The browser; a test that can't have one is skipped with the reason.</summary>
    public async Task<IBrowser> GetAsync()
    {
        Requirement.Met(InstalledBrowser.Find() is not null, InstalledBrowser.Missing);
        return (await _started.Value).Browser;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
            return;
        var (driver, browser) = await _started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        var driver = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Deadline);
        return (driver, await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = InstalledBrowser.Find(),
            Args = Arguments,
            // The sandbox refuses to run as root, as containers do.
            ChromiumSandbox = !Environment.IsPrivilegedProcess,
        }));
    }
}
