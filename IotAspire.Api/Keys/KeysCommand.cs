using System.CommandLine;
using System.CommandLine.Parsing;
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
    private const int MaxDays = 36_500;

    public static async Task<int> RunAsync(WebApplicationBuilder builder, string[] arguments)
    {
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var command = Create(Store, app.Services.GetRequiredService<TimeProvider>()).Parse([Name, .. arguments], new() { ResponseFileTokenReplacer = null });
        if (command.Errors.Count > 0)
        {
            await command.InvokeAsync(new() { Output = Console.Error });
            return BadUsage;
        }

        try
        {
            return await command.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
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

        ApiKeyStore Store()
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return app.Services.GetRequiredService<ApiKeyStore>();
        }
    }

    /// <summary>The command line.</summary>
    /// <param name="store">Gives the store; called only to do something, because help needs no configuration.</param>
    /// <param name="clock">Of the keys' end.</param>
    public static RootCommand Create(Func<ApiKeyStore> store, TimeProvider clock)
    {
        var name = new Argument<string>("NAME") { Description = $"Name of the key, 1 to {MaxNameLength} visible characters." };
        name.Validators.Add(result => Require(result, IsName(result.GetValueOrDefault<string>()), $"NAME must have 1 to {MaxNameLength} visible characters."));
        var scopes = new Option<string>("--scopes") { HelpName = "NAMES", Description = $"Some of {KeyScopeText.AllNames}, separated by commas.", DefaultValueFactory = _ => KeyScopeText.Of(KeyScopes.Read) };
        scopes.Validators.Add(result => Require(
            result, KeyScopeText.Parse(result.GetValueOrDefault<string>()) != KeyScopes.None, $"--scopes is '{result.GetValueOrDefault<string>()}', must be some of {KeyScopeText.AllNames}, separated by commas."));
        var expires = new Option<string?>("--expires") { HelpName = "WHEN", Description = "A number of days, such as 90d, or a date, such as 2027-06-30; the key expires at the start of that date (UTC). By default it never expires." };
        expires.Validators.Add(result => Require(
            result, End(result.GetValueOrDefault<string>(), clock) is not null, $"--expires is '{result.GetValueOrDefault<string>()}', must be a number of days from 1d to {MaxDays}d, or a future date, such as 2027-06-30."));
        var create = new Command("create", "Creates a key and writes it to standard output.") { name, scopes, expires };
        create.SetAction((result, cancellationToken) => CreateAsync(
            store(), result.GetRequiredValue(name), KeyScopeText.Parse(result.GetRequiredValue(scopes)), result.GetValue(expires) is { } when ? End(when, clock) : null, cancellationToken));

        var list = new Command("list", "Lists all keys, without their text.");
        list.SetAction((_, cancellationToken) => ListAsync(store(), clock, cancellationToken));

        var id = new Argument<uint>("ID")
        {
            Description = "Id of the key, as list shows it.",
            CustomParser = result =>
            {
                Require(result, uint.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number), $"ID is '{result.Tokens[0].Value}', must be a number that {Name} list shows.");
                return number;
            },
        };
        var revoke = new Command("revoke", "Revokes a key.") { id };
        revoke.SetAction((result, cancellationToken) => RevokeAsync(store(), result.GetValue(id), cancellationToken));
        return [new Command(Name, "The API's keys.") { create, list, revoke }];
    }

    private static void Require(SymbolResult result, bool isRight, string error)
    {
        if (!isRight)
            result.AddError(error);
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.EnumerateRunes().Any(IsInvisible);

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static async Task<int> CreateAsync(ApiKeyStore store, string name, KeyScopes scopes, DateTime? expiresAt, CancellationToken cancellationToken)
    {
        var token = KeyToken.Create();
        if (await store.CreateAsync(name, KeyHash.Of(token), scopes, expiresAt, cancellationToken) is not { } id)
            return await FailAsync(Failure, $"The limit of {ApiKeyStore.MaxKeys} keys is reached; revoke unused keys.");
        await Console.Error.WriteLineAsync($"Key {id} of \"{name}\" ({KeyScopeText.Of(scopes)}{(expiresAt is { } end ? $", until {Text(end)}" : "")}). Keep it now; it can't be shown again:");
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

    private static DateTime? End(string? text, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (text is [.. var number, 'd'] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MaxDays)
            return now.AddDays(days);
        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day > now ? day : null;
    }
}
