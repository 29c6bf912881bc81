using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>Gives a host its event hub clients: which ones depends on where the servers are (<c>EventHubClients</c>).</summary>
public static class EventHubRegistration
{
    /// <summary>
    /// Registers <see cref="IEventHubProducer"/> for <c>ConnectionStrings:{connectionName}</c>, with the health check
    /// <c>event-hub</c>. A missing or malformed connection string stops the host when it starts.
    /// </summary>
    public static void AddEventHubProducer(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.AddOptions(connectionName, null);
        EventHubClients.AddProducer(builder, connectionName);
    }

    /// <summary>
    /// Registers <see cref="IEventHubConsumer"/> as <see cref="AddEventHubProducer"/> does the producer. A
    /// <c>ConsumerGroup</c> in the connection string wins over <paramref name="consumerGroup"/>.
    /// </summary>
    public static void AddEventHubConsumer(this IHostApplicationBuilder builder, string connectionName, string consumerGroup)
    {
        builder.AddOptions(connectionName, consumerGroup);
        EventHubClients.AddConsumer(builder, connectionName, consumerGroup);
    }

    private static void AddOptions(this IHostApplicationBuilder builder, string connectionName, string? consumerGroup)
    {
        var services = builder.Services;
        services.AddOptions<EventHubClientOptions>(connectionName)
            .Configure<IConfiguration>((options, configuration) =>
            {
                options.ConnectionName = connectionName;
                options.ConnectionString = configuration.GetConnectionString(connectionName);
                options.ConsumerGroup ??= consumerGroup;
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventHubClientOptions>, EventHubClientOptionsValidator>());
        services.AddOptions<EventHubRetryOptions>().BindConfiguration(EventHubRetryOptionsValidator.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventHubRetryOptions>, EventHubRetryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        if (services.Any(service => service.ServiceType == typeof(EventHubStatus)))
            return;
        services.AddSingleton<EventHubStatus>();
        services.AddSingleton<EventHubsTelemetry>();
        services.AddHealthChecks().AddCheck<EventHubHealthCheck>(EventHubHealthCheck.Name);
    }
}
