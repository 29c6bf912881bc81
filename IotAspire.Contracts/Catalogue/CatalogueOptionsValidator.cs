using Microsoft.Extensions.Options;

namespace IotAspire.Contracts.Catalogue;

/// <summary>The path is right if the file is.</summary>
internal sealed class CatalogueOptionsValidator : IValidateOptions<CatalogueOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogueOptions options)
    {
        var errors = new List<string>();
        if (options.Fleet is < 0 or > SensorFleet.MaximumSensors)
            errors.Add($"{CatalogueOptions.Section}:{nameof(options.Fleet)} is {options.Fleet}, must be from 0 to {SensorFleet.MaximumSensors}.");
        try
        {
            SensorCatalogueFile.Load(options.Path);
        }
        catch (SensorCatalogueException exception)
        {
            errors.AddRange(exception.Errors.Select(error => $"{options.Path}: {error}"));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
