using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace IotAspire.LocalDashboard.Web;

/// <summary>The pages, their style and scripts, out of this assembly.</summary>
internal static class PageFiles
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte[]> Files = typeof(PageFiles).Assembly.GetManifestResourceNames().ToFrozenDictionary(name => name, Read);

    public static IEnumerable<string> Names => Files.Keys;

    public static async Task WriteAsync(HttpContext context, string name)
    {
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = Files[name].Length;
        await context.Response.Body.WriteAsync(Files[name], context.RequestAborted);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
