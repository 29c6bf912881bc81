using System.Net;
using System.Text.RegularExpressions;
using IotAspire.LocalDashboard;
using IotAspire.LocalDashboard.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.LocalDashboard;

/// <summary>Who may look, and what a browser is told.</summary>
public sealed partial class AccessTests
{
    private static readonly string[] ApiPaths = ["/api/resources", "/api/status", "/api/traces", "/api/traces/0102030405060708090a0b0c0d0e0f10", "/api/logs"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_token_there_is_a_login_and_nothing_else()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        foreach (var page in new[] { "/", "/logs", "/traces", "/traces/x" })
        {
            using var response = await dashboard.Stranger.GetAsync(page, Token);
            Assert.Equal((HttpStatusCode.Redirect, "/login"), (response.StatusCode, response.Headers.Location?.ToString()));
        }

        foreach (var path in ApiPaths)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(dashboard.Stranger, path));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(dashboard.Stranger, "/login"));
    }

    [Fact]
    public async Task A_wrong_token_gives_no_cookie_and_the_right_one_a_strict_one()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var wrong = await dashboard.Stranger.GetAsync($"/login?t={RunningDashboard.Token}x", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));

        using var right = await dashboard.Stranger.PostAsync("/login", new FormUrlEncodedContent([new("t", RunningDashboard.Token)]), Token);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RunningDashboard.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(dashboard.Browser, "/api/status"));
    }

    [Fact]
    public async Task Each_run_has_a_token_and_a_key_of_its_own()
    {
        await using var one = await StartAsync(new());
        await using var other = await StartAsync(new());

        Assert.NotEqual(one.LoginAddress.Query, other.LoginAddress.Query);
        Assert.NotEqual(one.OtlpHeaders, other.OtlpHeaders);
        Assert.Matches("^x-otlp-api-key=[0-9a-f]{32}$", one.OtlpHeaders);
    }

    [Fact]
    public async Task Anonymous_access_opens_the_pages_but_takes_no_telemetry_without_the_key()
    {
        await using var dashboard = await RunningDashboard.StartAsync(new() { AllowAnonymous = true });

        Assert.Equal(dashboard.Server.Address, dashboard.Server.LoginAddress);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(dashboard.Stranger, "/api/status"));
        using var response = await dashboard.Stranger.PostAsync("/v1/traces", new ByteArrayContent([]), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("attacker.example:15080")]
    [InlineData("localhost.attacker.example")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("169.254.1.1")]
    public async Task Another_hosts_name_is_refused_even_with_the_cookie(string host)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        foreach (var path in ApiPaths.Append("/login").Append("/"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await dashboard.Browser.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Only_this_machine_is_listened_to()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == dashboard.Server.Address.Port);

        Assert.All(listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address), $"{listener}"));
        Assert.NotEmpty(listeners);
    }

    [Fact]
    public async Task Every_answer_forbids_foreign_scripts_frames_and_guesses()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        foreach (var path in new[] { "/", "/login", "/api/status", "/assets/dom.js", "/nothing" })
        {
            using var response = await dashboard.Browser.GetAsync(path, Token);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        }
    }

    [Fact]
    public async Task Every_file_that_a_page_names_is_here_and_no_page_names_a_foreign_host()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        foreach (var file in PageFiles.Names)
        {
            await using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(file)!;
            var text = await new StreamReader(stream).ReadToEndAsync(Token);
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg)[a-z0-9]", text);
            // What is shown is text, whatever it looks like, and the policy forbids scripts and styles within the page.
            Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\son\w+=|\sstyle=|<script>", text);
            foreach (Match asset in Assets().Matches(text))
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(dashboard.Stranger, $"/assets/{asset.Groups[1].Value}"));
        }
    }

    [Fact]
    public async Task Resources_are_shown_as_they_are()
    {
        await using var dashboard = await RunningDashboard.StartAsync(null, new ResourceSnapshot("api", "service", ResourceState.Running, ["http://localhost:5080"])
        {
            RunningSince = DateTimeOffset.UnixEpoch,
            Restarts = 2,
            CpuPercent = 1.5,
            MemoryBytes = 1 << 20,
            Health = "Degraded",
            Reason = "<b>mysql</b>",
        });
        var resource = Assert.Single((await dashboard.GetAsync("/api/resources")).GetProperty("resources").EnumerateArray());

        Assert.Equal(("api", "Running", 2, "<b>mysql</b>"), (resource.GetProperty("name").GetString(), resource.GetProperty("state").GetString(), resource.GetProperty("restarts").GetInt32(), resource.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Wrong_options_are_all_reported()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(new() { MaximumSpans = 0, MaximumTraces = -1, Token = "short" }));

        Assert.Contains("MaximumTraces is -1, must be from 1 to 1000000.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MaximumSpans is 0, must be from 1 to 1000000.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Token has 5 characters, must have at least 16.", exception.Message, StringComparison.Ordinal);
    }

    private static Task<LocalDashboardServer> StartAsync(LocalDashboardOptions options) => LocalDashboardServer.StartAsync(
        options with { Port = 0 }, _ => Task.FromResult<IReadOnlyList<ResourceSnapshot>>([]), NullLoggerFactory.Instance, TimeProvider.System, Token);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token);
        return response.StatusCode;
    }

    [GeneratedRegex(@"(?:/assets/|from '\./)([\w.-]+)")]
    private static partial Regex Assets();
}
