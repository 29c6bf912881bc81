using System.Security.Cryptography;
using System.Text;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>The page at <c>/</c>. It brings its script and style, and the browser runs no others: their hashes are in the policy.</summary>
internal static class Page
{
    private static readonly Lazy<(byte[] Html, string Policy)> Content = new(Load);

    public static Task WriteAsync(HttpContext context)
    {
        var (html, policy) = Content.Value;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = html.Length;
        context.Response.Headers.ContentSecurityPolicy = policy;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(html, context.RequestAborted).AsTask();
    }

    private static (byte[] Html, string Policy) Load()
    {
        using var resource = typeof(Page).Assembly.GetManifestResourceStream("Page.html")!;
        using var reader = new StreamReader(resource);
        // Browsers hash what they read, with line ends as they read them.
        var html = reader.ReadToEnd().ReplaceLineEndings("\n");
        var policy = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src data:; "
            + $"script-src '{Hash(html, "script")}'; style-src '{Hash(html, "style")}'";
        return (Encoding.UTF8.GetBytes(html), policy);
    }

    private static string Hash(string html, string element)
    {
        var start = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = html.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[start..end])));
    }
}
