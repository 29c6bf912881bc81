using Microsoft.AspNetCore.Http.Features;

namespace IotAspire.Api.Keys;

/// <summary>The API key that a request came with.</summary>
/// <param name="Text">As it came.</param>
internal sealed record PresentedKey(string Text)
{
    public const string Header = "X-API-Key";
    public const string Parameter = "apiKey";
    private const string Bearer = "Bearer ";
    private const string QueryTag = "url.query";

    /// <summary>
    /// Takes the key off the request, so that no log, no trace, no link to a next page and no error that repeats the request can
    /// carry it.
    /// </summary>
    /// <returns>Whether it is at most one: of two parameters it would be unclear who calls.</returns>
    public static bool TakeOff(HttpContext http)
    {
        var request = http.Request;
        var key = Find(request);
        var isOne = request.Query[Parameter].Count <= 1;
        request.Headers.Remove(Header);
        request.Headers.Authorization = default;
        if (request.Query.ContainsKey(Parameter))
        {
            request.QueryString = Without(request.QueryString);
            // Set when the request began, before any of our code.
            if (http.Features.Get<IHttpActivityFeature>()?.Activity is { } activity && activity.GetTagItem(QueryTag) is not null)
                activity.SetTag(QueryTag, request.QueryString.HasValue ? request.QueryString.Value![1..] : null);
        }

        if (key is not null)
            http.Features.Set(new PresentedKey(key));
        return isOne;
    }

    private static string? Find(HttpRequest request)
    {
        if (request.Headers[Header] is [{ Length: > 0 } header, ..])
            return header;
        if (request.Headers.Authorization is [{ } authorization, ..] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return request.Query[Parameter] is [{ Length: > 0 } parameter, ..] ? parameter : null;
    }

    private static QueryString Without(QueryString query)
    {
        var others = query.Value!.TrimStart('?').Split('&').Where(part => !IsKey(part)).ToList();
        return others.Count == 0 ? QueryString.Empty : new($"?{string.Join('&', others)}");
    }

    private static bool IsKey(string part)
    {
        var end = part.IndexOf('=', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString((end < 0 ? part : part[..end]).Replace('+', ' '));
        return name.Equals(Parameter, StringComparison.OrdinalIgnoreCase);
    }
}
