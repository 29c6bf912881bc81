using System.Diagnostics.Metrics;
using IotAspire.Aggregator.Ingest;
using IotAspire.Aggregator.Ownership;
using IotAspire.Aggregator.Startup;
using IotAspire.Contracts;
using IotAspire.Contracts.Catalogue;
using IotAspire.EventHubs;
using IotAspire.ServiceDefaults;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator;

internal static class AggregatorRegistration
{
    public static void AddAggregation(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSectionOptions<CatalogueOptions>(CatalogueOptions.Section);
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<CatalogueOptions>>().Value.Load());
        builder.Services.AddSectionOptions<AggregatorOptions>(AggregatorOptions.Section);
        builder.Services.AddOptions<SensorRegistryOptions>().Configure<IOptions<AggregatorOptions>>((registry, aggregator) => registry.MaxSensors = aggregator.Value.MaxSensors);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddEventHubConsumer(ResourceNames.Telemetry, ConsumerGroup(builder.Configuration));
        builder.Services.AddSingleton(services => new AggregatorTelemetry(
            services.GetRequiredService<IMeterFactory>(), services.GetRequiredService<EventHubConsumer>().Server, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<DatabaseRetry>();
        builder.Services.AddSingleton<DatabasePreparation>();
        builder.Services.AddHealthChecks().AddCheck<PreparationHealthCheck>("preparation");
        builder.Services.AddSingleton<PartitionOpening>();
        builder.Services.AddSingleton<DeadLetterDigest>();
        builder.Services.AddSingleton<PartitionSession>();
        builder.Services.AddSingleton<PartitionWorker>();
        builder.Services.AddSingleton<PartitionBalancer>();
        builder.Services.AddHostedService<AggregatorWorker>();
        builder.Services.AddHostedService<RetentionWorker>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
    }

    // The client is registered before options exist, so the one setting that it needs is read by hand.
    private static string ConsumerGroup(IConfiguration configuration) =>
        configuration[$"{AggregatorOptions.Section}:{nameof(AggregatorOptions.ConsumerGroup)}"] ?? new AggregatorOptions().ConsumerGroup;
}
