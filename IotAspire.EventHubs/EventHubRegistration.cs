using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>Gives a host its event hub clients; how the SDK's come about is the choice of servers (<c>EventHubClients</c>).</summary>
public static class EventHubRegistration
{
    /// <summary>
    /// Registers <see cref="EventHubProducer"/> for <c>ConnectionStrings:{connectionName}</c>, with the health check
    /// <c>event-hub</c>. A missing or malformed connection string stops the host when it starts.
    /// </summary>
    public static void AddEventHubProducer(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.AddOptions(connectionName);
        EventHubClients.AddProducerClient(builder, connectionName);
        builder.Services.AddSingleton(services => new EventHubProducer(
            services.GetRequiredService<EventHubProducerClient>(),
            services.GetHub(connectionName).Parse().Server,
            services.GetRequiredService<EventHubStatus>(),
            services.GetRequiredService<EventHubsTelemetry>()));
    }

    /// <summary>
    /// Registers <see cref="EventHubConsumer"/> as <see cref="AddEventHubProducer"/> does the producer. A
    /// <c>ConsumerGroup</c> in the connection string wins over <paramref name="consumerGroup"/>.
    /// </summary>
    public static void AddEventHubConsumer(this IHostApplicationBuilder builder, string connectionName, string consumerGroup)
    {
        builder.AddOptions(connectionName);
        EventHubClients.AddConsumerClient(builder, connectionName, consumerGroup);
        builder.Services.AddSingleton(services => new EventHubConsumer(
            services.GetRequiredService<EventHubConsumerClient>(),
            services.GetRequiredService<Func<EventHubConnection>>(),
            services.GetHub(connectionName).Parse().Server,
            services.GetRetry(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<EventHubStatus>()));
    }

    internal static EventHubClientOptions GetHub(this IServiceProvider services, string connectionName) =>
        services.GetRequiredService<IOptionsMonitor<EventHubClientOptions>>().Get(connectionName);

    internal static EventHubRetryOptions GetRetry(this IServiceProvider services) => services.GetRequiredService<IOptions<EventHubRetryOptions>>().Value;

    private static void AddOptions(this IHostApplicationBuilder builder, string connectionName)
    {
        var services = builder.Services;
        services.AddOptions<EventHubClientOptions>(connectionName)
            .Configure<IConfiguration>((options, configuration) =>
            {
                options.ConnectionName = connectionName;
                options.ConnectionString = configuration.GetConnectionString(connectionName);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventHubClientOptions>, EventHubClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        if (services.Any(service => service.ServiceType == typeof(EventHubStatus)))
            return;
        services.AddSectionOptions<EventHubRetryOptions>(EventHubRetryOptions.Section);
        services.AddSingleton<EventHubStatus>();
        services.AddSingleton<EventHubsTelemetry>();
        services.AddHealthChecks().AddCheck<EventHubHealthCheck>(EventHubHealthCheck.Name);
    }
}
