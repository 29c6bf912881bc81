using IotAspire.Contracts.Catalogue;
using IotAspire.Generator.Faults;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

internal static class GenerationRegistration
{
    public static void AddGeneration(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSectionOptions<CatalogueOptions>(CatalogueOptions.Section);
        builder.Services.AddSectionOptions<GeneratorOptions>(GeneratorOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<GeneratorTelemetry>();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<CatalogueOptions>>().Value.Load());
        builder.Services.AddSingleton<CatalogueWatch>();
        builder.Services.AddSingleton(services => new Ledger(services.GetRequiredService<IOptions<GeneratorOptions>>().Value.Ledger));
        builder.Services.AddSingleton<HistoryReport>();
        builder.Services.AddSingleton<LatenessReport>();
        builder.Services.AddSingleton<Simulation>();
        builder.Services.AddHostedService<GeneratorWorker>();
        // Enough to send the last readings and to close the links, and less than hosts wait before they kill the process.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
    }
}
