using System.Security.Cryptography;
using System.Text;
using IotAspire.Api.Times;
using IotAspire.Storage.Queries;
using Microsoft.AspNetCore.Http.Extensions;

namespace IotAspire.Api.Features;

/// <summary>How long pages are, and where the next one is.</summary>
internal static class Paging
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 100_000;

    private const int MarkBytes = 6;

    // A key is no part of the request.
    private static readonly string[] Unwanted = ["cursor", "apiKey"];

    // Pages of one request may differ in these.
    private static readonly string[] OfThePage = ["limit", "format", "decimal"];

    /// <summary>A range as parameters.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Spell(TimeRange range) =>
        [new("from", InstantText.Format(range.From)), new("to", InstantText.Format(range.To))];

    /// <summary>
    /// The address of the next page: the same request with a cursor, and with what was worked out for it (a range that ends "now"
    /// would move).
    /// </summary>
    public static string Next(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> workedOut, string cursor)
    {
        var query = new QueryBuilder(Parameters(request, workedOut)) { { "cursor", Cursor.Sign(cursor, Mark(request, workedOut)) } };
        return $"{request.PathBase}{request.Path}{query}";
    }

    /// <summary>The same for all pages of a request, another for any other: a cursor is of use for its own request alone.</summary>
    public static string Mark(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> workedOut)
    {
        var parameters = Parameters(request, workedOut)
            .Where(parameter => !OfThePage.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase))
            .Select(parameter => $"{parameter.Key.ToUpperInvariant()}={parameter.Value}")
            .Order(StringComparer.Ordinal);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Path}?{string.Join('&', parameters)}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, MarkBytes));
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> workedOut) => request.Query
        .Where(parameter => !Unwanted.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase)
            && !workedOut.Any(other => other.Key.Equals(parameter.Key, StringComparison.OrdinalIgnoreCase)))
        .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString()))
        .Concat(workedOut);
}
