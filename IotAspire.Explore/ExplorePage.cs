using System.IO.Hashing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace IotAspire.Explore;

/// <summary>
/// The analyst's page. It holds no data: its scripts call the public API, with the reader's key where one is required.
/// </summary>
public static class ExplorePage
{
    /// <summary>The address of the page; its scripts and styles are below it.</summary>
    public const string Path = "/explore";

    private const string Resource = "explore.html";

    // Scripts may still set properties of an element's style: 'unsafe-inline' is about style attributes and style elements in HTML.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Maps the page. Its scripts and styles are static web assets, which the host maps by <c>MapStaticAssets</c>.
    /// </summary>
    /// <param name="endpoints">The routes of the host.</param>
    public static void MapExplorePage(this IEndpointRouteBuilder endpoints)
    {
        var page = Read();
        // A weak tag, because response compression changes the bytes.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(page))}\"", isWeak: true);
        endpoints.MapGet(Path, (HttpContext http) =>
        {
            // The page names its files relative to its own address, so that it works behind a proxy's prefix. A trailing slash would break that.
            if (http.Request.Path.Value!.EndsWith('/'))
                return Results.LocalRedirect($"~{Path}{http.Request.QueryString}");
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(page, "text/html; charset=utf-8", entityTag: tag);
        }).ExcludeFromDescription();
    }

    private static byte[] Read()
    {
        using var stream = typeof(ExplorePage).Assembly.GetManifestResourceStream(Resource)!;
        var page = new byte[stream.Length];
        stream.ReadExactly(page);
        return page;
    }
}
