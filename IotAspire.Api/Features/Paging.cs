using System.Buffers.Text;
using System.Globalization;
using System.Text;
using IotAspire.Api.Times;
using Microsoft.AspNetCore.Http.Extensions;

namespace IotAspire.Api.Features;

/// <summary>Paging by keyset: the cursor is the instant at which the next page begins, opaque to callers.</summary>
internal static class Paging
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 10_000;

    public static string Cursor(DateTime next) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(next.Ticks.ToString(CultureInfo.InvariantCulture)));

    public static bool TryRead(string cursor, out DateTime next)
    {
        next = default;
        Span<byte> text = stackalloc byte[32];
        if (cursor.Length > 32 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, text, out var length)
            || !long.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks)
            return false;
        next = new(ticks, DateTimeKind.Utc);
        return true;
    }

    /// <summary>
    /// The address of the next page: the same question with the range spelt out (a range that ends "now" would move) and a
    /// cursor. Also sent as <c>Link</c> header (RFC 8288).
    /// </summary>
    public static string NextLink(HttpContext http, TimeRange range, string cursor)
    {
        var query = new QueryBuilder(http.Request.Query
            .Where(parameter => parameter.Key.ToLowerInvariant() is not ("from" or "to" or "cursor"))
            .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())))
        {
            { "from", InstantText.Format(range.From) },
            { "to", InstantText.Format(range.To) },
            { "cursor", cursor },
        };
        var link = $"{http.Request.PathBase}{http.Request.Path}{query}";
        http.Response.Headers.Link = $"<{link}>; rel=\"next\"";
        return link;
    }
}
