using System.IO.Hashing;
using Microsoft.Net.Http.Headers;

namespace IotAspire.Api.Explore;

/// <summary>
/// The analyst's page. It holds no data: its scripts ask the API as anybody does, with the reader's key where one is needed.
/// </summary>
internal static class ExplorePage
{
    public const string Path = "/explore";
    private const string Resource = "explore.html";

    // Scripts and styles are files of this host. What scripts set on an element's style isn't what 'unsafe-inline' is about.
    private const string OwnFilesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapExplorePage(this WebApplication app)
    {
        var page = Read();
        // Weak, because it may be compressed in several ways.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(page))}\"", isWeak: true);
        app.MapGet(Path, (HttpContext http) =>
        {
            // The page's files are named relative to its address, so that it works behind a proxy's prefix, too.
            if (http.Request.Path.Value!.EndsWith('/'))
                return Results.LocalRedirect($"~{Path}{http.Request.QueryString}");
            http.Response.Headers.ContentSecurityPolicy = OwnFilesOnly;
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
