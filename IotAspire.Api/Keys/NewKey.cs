using System.Globalization;

namespace IotAspire.Api.Keys;

/// <summary>The scopes and the end of a new key, from the options of <c>keys create</c>.</summary>
internal sealed record NewKey(KeyScopes Scopes, DateTime? ExpiresAt)
{
    private const string ScopesOption = "--scopes";
    private const string ExpiresOption = "--expires";
    private const int MaxDays = 36_500;

    /// <returns>The key; null if <paramref name="error"/> says what is wrong with an option.</returns>
    public static NewKey? Read(string[] options, TimeProvider clock, out string? error)
    {
        var values = new Dictionary<string, string>();
        foreach (var option in options.Chunk(2))
        {
            error = option is not [ScopesOption or ExpiresOption, ..] ? $"'{option[0]}' must be {ScopesOption} or {ExpiresOption}."
                : option.Length == 1 ? $"{option[0]} must be followed by a value."
                : !values.TryAdd(option[0], option[1]) ? $"{option[0]} must be given once."
                : null;
            if (error is not null)
                return null;
        }

        var scopes = values.TryGetValue(ScopesOption, out var names) ? KeyScopeText.Parse(names) : KeyScopes.Read;
        var end = values.TryGetValue(ExpiresOption, out var when) ? End(when, clock.GetUtcNow().UtcDateTime) : null;
        error = scopes == KeyScopes.None ? $"{ScopesOption} is '{names}', must be some of {KeyScopeText.AllNames}, separated by commas."
            : when is not null && end is null ? $"{ExpiresOption} is '{when}', must be a number of days from 1d to {MaxDays}d, or a day to come, such as 2027-06-30."
            : null;
        return error is null ? new(scopes, end) : null;
    }

    private static DateTime? End(string text, DateTime now)
    {
        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MaxDays)
            return now.AddDays(days);
        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day > now ? day : null;
    }
}
