using System.Net;
using IotAspire.LocalMySql;
using IotAspire.Tests.Api;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Explore;

public sealed class ExplorePageTests(MySqlServers servers)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string Root = Repository.PathOf("IotAspire.Explore", "wwwroot");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_page_and_all_its_files_are_served_to_anybody_compressed_and_with_a_tag(string environment)
    {
        using var log = new LogLines();
        await using var api = await RunningApi.StartAsync(
            await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any, migrate: true), migrated: true, log, [("environment", environment), ("Keys:Required", "Always")]);
        using var client = api.CreateClient();
        using var page = await client.GetAsync("/explore", Token);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        Assert.Equal(Policy, page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(page.Headers.CacheControl?.NoCache);
        var files = await PageFiles.FindAsync(await page.Content.ReadAsStringAsync(Token), new Uri(api.Address, "/explore"), file => ReadAsync(client, file));

        // Nothing lies there that the page has no use for.
        var own = files.Keys.Select(file => file.AbsolutePath).Where(file => file.StartsWith("/explore/", StringComparison.Ordinal)).Select(file => file["/explore/".Length..]);
        Assert.Equal(ProjectFiles().Order(StringComparer.Ordinal), own.Order(StringComparer.Ordinal));
        Assert.Contains(files.Keys, file => file.AbsolutePath == "/_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js");
        Assert.DoesNotContain(log.All, line => line.Contains("WebRootPath", StringComparison.Ordinal));
        using var refused = await client.GetAsync("/api/v1/sensors", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_known_is_answered_with_304_and_one_with_a_slash_leads_to_the_one_without()
    {
        await using var api = await RunningApi.StartAsync(servers);
        using var first = await api.Client.GetAsync("/explore", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/explore") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await api.Client.SendAsync(request, Token);
        using var head = await api.Client.SendAsync(new(HttpMethod.Head, "/explore"), Token);
        using var slashed = await api.Client.GetAsync("/explore/?from=-6h", Token);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("/explore?from=-6h", slashed.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public void Nothing_of_the_page_names_another_host_or_stands_where_the_policy_forbids_it()
    {
        var page = File.ReadAllText(Repository.PathOf("IotAspire.Explore", "page.html"));
        var texts = ProjectFiles().Select(file => File.ReadAllText(Path.Combine(Root, file))).Append(page).ToList();

        // The namespace of SVG is a name, not an address.
        Assert.All(texts, text => Assert.DoesNotMatch("""(?:https?|wss?):(?!//www\.w3\.org/2000/svg)//|["'(`]//""", text), throwIfEmpty: true);
        Assert.DoesNotMatch("""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)""", page);
        Assert.All(texts, text => Assert.DoesNotMatch("""innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\('style'""", text), throwIfEmpty: true);
    }

    private static IEnumerable<string> ProjectFiles() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'));

    private static async Task<string> ReadAsync(HttpClient client, Uri file)
    {
        var type = Path.GetExtension(file.AbsolutePath) switch
        {
            ".js" => "text/javascript",
            ".css" => "text/css",
            _ => "image/svg+xml",
        };
        using var packed = await AskAsync(client, file, "gzip");
        Assert.True(packed.StatusCode == HttpStatusCode.OK, $"{file}: {packed.StatusCode}");
        Assert.Equal(type, packed.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        using var plain = await AskAsync(client, file, "identity");
        Assert.NotNull(plain.Headers.ETag);
        return await plain.Content.ReadAsStringAsync(Token);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, Uri file, string encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, file);
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        return client.SendAsync(request, Token);
    }
}
