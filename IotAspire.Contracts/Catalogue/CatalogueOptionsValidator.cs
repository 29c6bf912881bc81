using Microsoft.Extensions.Options;

namespace IotAspire.Contracts.Catalogue;

/// <summary>The setting is right if the file is.</summary>
internal sealed class CatalogueOptionsValidator : IValidateOptions<CatalogueOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogueOptions options)
    {
        try
        {
            SensorCatalogueFile.Load(options.Path);
            return ValidateOptionsResult.Success;
        }
        catch (SensorCatalogueException exception)
        {
            return ValidateOptionsResult.Fail(exception.Errors.Select(error => $"{options.Path}: {error}"));
        }
    }
}
