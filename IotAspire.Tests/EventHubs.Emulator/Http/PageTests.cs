using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

public sealed partial class PageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_runs_its_own_script_and_nothing_else()
    {
        await using var hub = await HttpHub.StartAsync();
        using var response = await hub.Client.GetAsync("/", Cancellation);
        var html = await response.Content.ReadAsStringAsync(Cancellation);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        Assert.StartsWith("default-src 'none'; connect-src 'self';", policy, StringComparison.Ordinal);
        foreach (var name in new[] { "script", "style" })
        {
            var content = Regex.Match(html, $"<{name}>(.*?)</{name}>", RegexOptions.Singleline).Groups[1].Value;
            Assert.Contains($"{name}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'", policy, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch(ForeignOrUnsafe(), html);
    }

    [Theory]
    [InlineData("Origin", "http://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.test")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await using var hub = await HttpHub.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/hubs")
        {
            Content = new StringContent("""{"name":"planted"}""", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await hub.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(hub.Emulator.Hubs, known => known.Name == "planted");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_changes_nothing(string contentType)
    {
        await using var hub = await HttpHub.StartAsync();

        using var response = await hub.Client.PostAsync(
            "/api/hubs", new StringContent("""{"name":"planted"}""", MediaTypeHeaderValue.Parse(contentType)), Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.DoesNotContain(hub.Emulator.Hubs, known => known.Name == "planted");
    }

    [Fact]
    public async Task A_name_that_leads_here_by_rebinding_reads_nothing()
    {
        await using var hub = await HttpHub.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hubs");
        request.Headers.Host = "evil.test";

        using var response = await hub.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_page_itself_may_change_things()
    {
        await using var hub = await HttpHub.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/hubs/telemetry");
        request.Headers.Add("Origin", $"http://localhost:{hub.Emulator.HttpPort}");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var response = await hub.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [GeneratedRegex("https?://|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(| on\\w+=|style=", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignOrUnsafe();
}
