using IotAspire.Api.Times;
using Microsoft.AspNetCore.Http.Extensions;

namespace IotAspire.Api.Features;

/// <summary>How long pages are, and where the next one is.</summary>
internal static class Paging
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 100_000;

    /// <summary>
    /// The address of the next page: the same question with the range spelt out (a range that ends "now" would move) and a
    /// cursor.
    /// </summary>
    public static string Next(HttpRequest request, TimeRange? range, string cursor)
    {
        var query = new QueryBuilder(request.Query
            .Where(parameter => parameter.Key.ToLowerInvariant() is not "cursor" and not "apikey"
                && (range is null || parameter.Key.ToLowerInvariant() is not ("from" or "to")))
            .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())));
        if (range is { } spelt)
        {
            query.Add("from", InstantText.Format(spelt.From));
            query.Add("to", InstantText.Format(spelt.To));
        }

        query.Add("cursor", cursor);
        return $"{request.PathBase}{request.Path}{query}";
    }
}
