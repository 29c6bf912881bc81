using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace IotAspire.BrowserTests.Support;

/// <summary>A page in a profile of its own, and everything about it that no test wants to see.</summary>
internal sealed class Tab
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<IRequest> _requests = new();
    private volatile bool _isUndisturbed = true;
    private int _endedCircuits;

    private Tab(IPage page, Uri address) => (Page, Address) = (page, address);

    public IPage Page { get; }

    /// <summary>Of the site.</summary>
    public Uri Address { get; }

    /// <summary>All requests so far, in order.</summary>
    public IReadOnlyList<IRequest> Requests => [.. _requests];

    /// <summary>How often Blazor has ended its connection to a page for an exception of the page; nothing works until it is loaded again.</summary>
    public int EndedCircuits => _endedCircuits;

    /// <summary>Errors on the console, uncaught exceptions, failed requests and requests to other hosts.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    /// <param name="browser">Its browser.</param>
    /// <param name="address">The site that it may speak to.</param>
    /// <param name="options">The kind of screen, colour scheme and so on.</param>
    public static async Task<Tab> OpenAsync(IBrowser browser, Uri address, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = address.ToString();
        options.AcceptDownloads = true;
        options.TimezoneId ??= "UTC";
        var context = await browser.NewContextAsync(options);
        var tab = new Tab(await context.NewPageAsync(), address);
        tab.Watch();
        return tab;
    }

    public Task GotoAsync(string path) => Page.GotoAsync(path);

    /// <summary>From now on requests may fail and the console may say so: the test breaks something.</summary>
    public void ExpectFailedRequests() => _isUndisturbed = false;

    /// <summary>What is broken works again.</summary>
    public void ExpectNoFailedRequests() => _isUndisturbed = true;

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            // No page of ours uses Blazor; Aspire's dashboard does.
            if (message.Text.Contains("There was an unhandled exception on the current circuit", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _endedCircuits);
                return;
            }

            // The browser itself says so of each answer that isn't a success.
            var isFailedRequest = message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal);
            // A machine under load may not come to use in time what was fetched ahead.
            var isLate = message.Text.Contains("was preloaded using link preload but not used", StringComparison.Ordinal);
            if (message.Type is "error" or "warning" && (_isUndisturbed || !isFailedRequest) && !isLate)
                _faults.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
        };
        Page.PageError += (_, error) => _faults.Enqueue($"uncaught: {error}");
        Page.Request += (_, request) =>
        {
            _requests.Enqueue(request);
            var to = new Uri(request.Url);
            if (to.Scheme is not ("data" or "blob") && to.Authority != Address.Authority)
                _faults.Enqueue($"request to another host: {request.Url}");
        };
        Page.RequestFailed += (_, request) =>
        {
            // What the page itself gives up, such as an answer that nobody waits for any more or a stream that is closed.
            if (_isUndisturbed && request.Failure != "net::ERR_ABORTED")
                _faults.Enqueue($"failed: {request.Method} {request.Url}: {request.Failure}");
        };
        Page.Response += (_, response) =>
        {
            if (_isUndisturbed && response.Status >= 400)
                _faults.Enqueue($"answer {response.Status}: {response.Url}");
        };
    }
}
