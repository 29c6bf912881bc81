using System.Buffers.Text;
using System.Globalization;
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
    public const int MaxLimit = 100_000;

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
    public static string Next(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> resolvedParameters, string cursor)
    {
        var query = new QueryBuilder(Parameters(request, resolvedParameters)) { { "cursor", Cursor.Sign(cursor, Mark(request, resolvedParameters)) } };
        return $"{request.PathBase}{request.Path}{query}";
    }

    /// <summary>The same for all pages of a request, another for any other: a cursor is of use for its own request alone.</summary>
    public static string Mark(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> resolvedParameters)
    {
        var parameters = Parameters(request, resolvedParameters)
            .Where(parameter => !OfThePage.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase))
            .Select(parameter => $"{parameter.Key.ToUpperInvariant()}={parameter.Value}")
            .Order(StringComparer.Ordinal);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Path}?{string.Join('&', parameters)}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, MarkBytes));
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> resolvedParameters) => request.Query
        .Where(parameter => !Unwanted.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase)
            && !resolvedParameters.Any(other => other.Key.Equals(parameter.Key, StringComparison.OrdinalIgnoreCase)))
        .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString()))
        .Concat(resolvedParameters);
}

/// <summary>
/// The last row of the page before. Paging is by key, so no row is repeated, and a row that is stored after it is not lost.
/// Opaque to callers. On its way it carries a mark of its request, see <see cref="Paging.Mark"/>.
/// </summary>
/// <param name="Series">The series of that row.</param>
/// <param name="At">Its instant.</param>
internal sealed record Cursor(string Series, DateTime At)
{
    private const int MaxCharacters = 1024;
    private const char BeforeMark = '.';

    // Reject forged cursors beyond DateTime's range.
    private static readonly DateTime Latest = new(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Ticks} {Series}")));

    /// <summary>As it is given to a caller.</summary>
    public static string Sign(string cursor, string mark) => $"{cursor}{BeforeMark}{mark}";

    /// <summary>Whether it was given for the request of that mark.</summary>
    public static bool IsSigned(string text, string mark) => text.EndsWith($"{BeforeMark}{mark}", StringComparison.Ordinal);

    public static bool TryRead(string text, out Cursor cursor)
    {
        cursor = null!;
        var end = text.LastIndexOf(BeforeMark);
        if (end < 0 || text.Length > MaxCharacters || !Base64Url.IsValid(text.AsSpan(0, end)))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(0, end))).Split(' ', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > Latest.Ticks)
            return false;
        cursor = new(parts[1], new(ticks, DateTimeKind.Utc));
        return true;
    }

    public static Cursor? Of(string? text) => text is not null && TryRead(text, out var cursor) ? cursor : null;
}
