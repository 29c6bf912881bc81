using IotAspire.Generator.Faults;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>Refuses settings of this service that don't exist: a misspelt fault would never happen, and nobody would know.</summary>
internal sealed class UnknownSettings(IConfiguration configuration) : IValidateOptions<GeneratorOptions>
{
    public ValidateOptionsResult Validate(string? name, GeneratorOptions options)
    {
        var errors = new OptionsErrors(GeneratorOptions.Section);
        Require<GeneratorOptions>(configuration.GetSection(GeneratorOptions.Section), "", errors);
        Require<FaultOptions>(configuration.GetSection($"{GeneratorOptions.Section}:{nameof(options.Faults)}"), $"{nameof(options.Faults)}:", errors);
        return errors.Result;
    }

    private static void Require<TOptions>(IConfigurationSection section, string prefix, OptionsErrors errors)
    {
        var known = typeof(TOptions).GetProperties().Select(property => property.Name).ToList();
        foreach (var setting in section.GetChildren().Where(setting => !known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Require(false, prefix + setting.Key, $"doesn't exist; these do: {string.Join(", ", known)}");
    }
}
