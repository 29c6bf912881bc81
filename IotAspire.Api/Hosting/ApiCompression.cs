using System.IO.Compression;
using IotAspire.Api.Formats;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Compresses rows for callers that accept it, at the fastest level: an export must not wait for compression. What is
/// packed already is left as it is.
/// </summary>
internal static class ApiCompression
{
    public static void AddApiCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(options =>
        {
            // No answer mixes a secret with text that its caller could choose.
            options.EnableForHttps = true;
            options.MimeTypes =
            [
                .. ResultFormat.All.Where(format => !format.IsPacked).Select(format => MediaTypeHeaderValue.Parse(format.MediaType).MediaType.ToString()).Distinct(),
                "application/problem+json",
                "text/html",
                "text/javascript",
            ];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }
}
