using IotAspire.Generator.Generation;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator;

/// <summary>Short words for settings that are often given on the command line.</summary>
internal static class ShortOptions
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["--backfill"] = "Generator:Backfill",
        ["--speed"] = "Generator:Speed",
        ["--profile"] = "Generator:Profile",
        ["--seed"] = "Generator:Seed",
        ["--ledger"] = "Generator:Ledger",
        ["--fleet"] = "Catalogue:Fleet",
    };

    // Words without a colon that the web host itself understands.
    private static readonly HashSet<string> OfTheHost = new(StringComparer.OrdinalIgnoreCase)
    {
        HostDefaults.ApplicationKey, HostDefaults.EnvironmentKey, HostDefaults.ContentRootKey,
        WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, WebHostDefaults.WebRootKey,
    };

    public static void AddCommandLineOptions(this IHostApplicationBuilder builder, string[] args)
    {
        builder.Configuration.AddCommandLine(args, Settings);
        builder.Services.AddSingleton<IValidateOptions<GeneratorOptions>>(new Check([.. Errors(args)]));
    }

    // The framework's reader ignores options that it doesn't know, so a typing error would go unnoticed.
    private static IEnumerable<string> Errors(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            var (word, hasValue) = args[index].IndexOf('=', StringComparison.Ordinal) is > 0 and var end ? (args[index][..end], true) : (args[index], false);
            // A host under test names whole sections, without a value.
            if (!IsKnown(word) && !args[index].EndsWith('='))
                yield return $"{args[index]} isn't an option; these are: {string.Join(", ", Settings.Keys)}, and any setting, as --Generator:Interval 00:00:10.";
            else if (!hasValue && ++index == args.Length)
                yield return $"{word} needs a value.";
        }
    }

    private static bool IsKnown(string word) => Settings.ContainsKey(word)
        || (word.StartsWith("--", StringComparison.Ordinal) && (word.Contains(':', StringComparison.Ordinal) || OfTheHost.Contains(word[2..])));

    private sealed class Check(IReadOnlyList<string> errors) : IValidateOptions<GeneratorOptions>
    {
        public ValidateOptionsResult Validate(string? name, GeneratorOptions options) =>
            errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
