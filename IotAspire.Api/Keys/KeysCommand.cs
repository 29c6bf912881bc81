using System.Globalization;
using System.Text;
using IotAspire.Storage;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Api.Keys;

/// <summary>
/// <c>keys create NAME [--scopes NAMES] [--expires WHEN]</c>, <c>keys list</c>, <c>keys revoke ID</c>. A new key is the only thing on standard output, so that a script
/// can take it from there; it is never shown again.
/// </summary>
internal static class KeysCommand
{
    public const string Name = "keys";
    private const int Failure = 1;
    private const int BadUsage = 64;
    private const int ConfigurationError = 78;
    private const int MaxNameLength = 100;
    private static readonly string Usage =
        $"""
        usage: {Name} create NAME [--scopes NAMES] [--expires WHEN] | {Name} list | {Name} revoke ID
        A name has 1 to {MaxNameLength} characters. NAMES are some of {KeyScopeText.AllNames}, separated by commas (default: read). WHEN is a number of days, such as 90d, or a date, such as 2027-06-30; the key expires at the start of that date (UTC) (default: never).
        """;

    public static async Task<int> RunAsync(WebApplicationBuilder builder, string[] arguments)
    {
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            var store = app.Services.GetRequiredService<ApiKeyStore>();
            var clock = app.Services.GetRequiredService<TimeProvider>();
            return arguments switch
            {
                ["create", var name, ..] when !IsName(name) => await FailAsync(BadUsage, $"NAME must have 1 to {MaxNameLength} visible characters.{Environment.NewLine}{Usage}"),
                ["create", var name, .. var options] => NewKey.Read(options, clock, out var error) is { } key
                    ? await CreateAsync(store, name, key, stop.Token)
                    : await FailAsync(BadUsage, $"{error}{Environment.NewLine}{Usage}"),
                ["list"] => await ListAsync(store, clock, stop.Token),
                ["revoke", var id] when uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => await RevokeAsync(store, number, stop.Token),
                _ => await FailAsync(BadUsage, Usage),
            };
        }
        catch (OptionsValidationException exception)
        {
            return await FailAsync(ConfigurationError, string.Join(Environment.NewLine, exception.Failures.Select(failure => $"Configuration error: {failure}")));
        }
        catch (MySqlException exception) when (DatabaseFault.IsMissingSchema(exception))
        {
            return await FailAsync(Failure, "The database has no table for keys yet. Start the Aggregator once; it creates the tables.");
        }
        catch (Exception exception) when (exception is MySqlException or OperationCanceledException || DatabaseFault.IsTransient(exception))
        {
            return await FailAsync(Failure, $"The database can't be used: {DatabaseFault.Describe(exception)}");
        }
    }

    private static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.EnumerateRunes().Any(IsInvisible);

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static async Task<int> CreateAsync(ApiKeyStore store, string name, NewKey key, CancellationToken cancellationToken)
    {
        var token = KeyToken.Create();
        if (await store.CreateAsync(name, KeyHash.Of(token), key.Scopes, key.ExpiresAt, cancellationToken) is not { } id)
            return await FailAsync(Failure, $"The limit of {ApiKeyStore.MaxKeys} keys is reached; revoke unused keys.");
        await Console.Error.WriteLineAsync($"Key {id} of \"{name}\" ({KeyScopeText.Of(key.Scopes)}{(key.ExpiresAt is { } end ? $", until {Text(end)}" : "")}). Keep it now; it can't be shown again:");
        Console.WriteLine(token);
        return 0;
    }

    private static async Task<int> ListAsync(ApiKeyStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var key in await store.ListAsync(cancellationToken))
            Console.WriteLine($"{key.Id}\t{Text(key.CreatedAt)}\t{StateOf(key, clock.GetUtcNow().UtcDateTime)}\t{key.Scopes}\t{(key.LastUsedAt is { } used ? $"used {Text(used)}" : "never used")}\t{key.Name}");

        return 0;
    }

    private static async Task<int> RevokeAsync(ApiKeyStore store, uint id, CancellationToken cancellationToken)
    {
        if (!await store.RevokeAsync(id, cancellationToken))
            return await FailAsync(Failure, $"There is no valid key {id}; \"{Name} list\" lists them.");
        await Console.Error.WriteLineAsync($"Key {id} is revoked; running APIs refuse it within seconds.");
        return 0;
    }

    private static string StateOf(ApiKeyRow key, DateTime now) =>
        key.RevokedAt is { } revoked ? $"revoked {Text(revoked)}"
        : key.ExpiresAt is { } end ? $"{(end <= now ? "expired" : "valid until")} {Text(end)}"
        : "valid";

    private static string Text(DateTime instant) => instant.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task<int> FailAsync(int code, string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return code;
    }
}

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
                : !values.TryAdd(option[0], option[1]) ? $"{option[0]} can be specified only once."
                : null;
            if (error is not null)
                return null;
        }

        var scopes = values.TryGetValue(ScopesOption, out var names) ? KeyScopeText.Parse(names) : KeyScopes.Read;
        var end = values.TryGetValue(ExpiresOption, out var when) ? End(when, clock.GetUtcNow().UtcDateTime) : null;
        error = scopes == KeyScopes.None ? $"{ScopesOption} is '{names}', must be some of {KeyScopeText.AllNames}, separated by commas."
            : when is not null && end is null ? $"{ExpiresOption} is '{when}', must be a number of days from 1d to {MaxDays}d, or a future date, such as 2027-06-30."
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
