using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Gives a service the sensor catalogue.</summary>
public static class CatalogueRegistration
{
    /// <summary>
    /// Adds <see cref="SensorCatalogue"/>, read once as <see cref="CatalogueOptions"/> say. A file that can't be used stops the
    /// host at start, with every error listed.
    /// </summary>
    public static void AddSensorCatalogue(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CatalogueOptions>().BindConfiguration(CatalogueOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CatalogueOptions>, CatalogueOptionsValidator>();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<CatalogueOptions>>().Value.Load());
    }
}
