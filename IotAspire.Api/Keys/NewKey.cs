using System.Globalization;

namespace IotAspire.Api.Keys;

/// <summary>What a new key may do and until when, as the options of <c>keys create</c> say.</summary>
internal sealed record NewKey(KeyScopes Scopes, DateTime? ExpiresAt)
{
    private const int MostDays = 36_500;

    /// <returns>Null where the options aren't understood.</returns>
    public static NewKey? TryRead(string[] options, TimeProvider clock)
    {
        var key = new NewKey(KeyScopes.Read, null);
        foreach (var option in options.Chunk(2))
        {
            switch (option)
            {
                case ["--scopes", var names] when KeyScopeText.Parse(names) is var scopes and not KeyScopes.None:
                    key = key with { Scopes = scopes };
                    break;
                case ["--expires", var when] when End(when, clock.GetUtcNow().UtcDateTime) is { } end:
                    key = key with { ExpiresAt = end };
                    break;
                default:
                    return null;
            }
        }

        return key;
    }

    private static DateTime? End(string text, DateTime now)
    {
        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays)
            return now.AddDays(days);
        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day > now ? day : null;
    }
}
