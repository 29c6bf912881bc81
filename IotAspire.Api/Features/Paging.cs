using IotAspire.Api.Times;
using Microsoft.AspNetCore.Http.Extensions;

namespace IotAspire.Api.Features;

/// <summary>How long pages are, and where the next one is.</summary>
internal static class Paging
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 100_000;

    // A key is no part of the question.
    private static readonly string[] Unwanted = ["cursor", "apiKey"];

    /// <summary>A range as parameters.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Spell(TimeRange range) =>
        [new("from", InstantText.Format(range.From)), new("to", InstantText.Format(range.To))];

    /// <summary>
    /// The address of the next page: the same question with a cursor, and with what was worked out for it (a range that ends "now"
    /// would move).
    /// </summary>
    public static string Next(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> workedOut, string cursor)
    {
        var query = new QueryBuilder(request.Query
            .Where(parameter => !Unwanted.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase)
                && !workedOut.Any(other => other.Key.Equals(parameter.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString()))
            .Concat(workedOut));
        query.Add("cursor", cursor);
        return $"{request.PathBase}{request.Path}{query}";
    }
}
