using IotAspire.EventHubs.Amqp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>Gives a host its event hub clients, over AMQP 1.0.</summary>
public static class EventHubRegistration
{
    /// <summary>
    /// Registers <see cref="IEventHubProducer"/> for <c>ConnectionStrings:{connectionName}</c>, with the health check
    /// <c>event-hub</c>. A missing or malformed connection string stops the host when it starts.
    /// </summary>
    public static void AddEventHubProducer(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.AddClient(connectionName, null);
        builder.Services.AddSingleton<IEventHubProducer>(services =>
            new AmqpEventHubProducer(ClientOptions(services, connectionName, out _)));
    }

    /// <summary>
    /// Registers <see cref="IEventHubConsumer"/> as <see cref="AddEventHubProducer"/> does the producer. A
    /// <c>ConsumerGroup</c> in the connection string wins over <paramref name="consumerGroup"/>.
    /// </summary>
    public static void AddEventHubConsumer(this IHostApplicationBuilder builder, string connectionName, string consumerGroup)
    {
        builder.AddClient(connectionName, consumerGroup);
        builder.Services.AddSingleton<IEventHubConsumer>(services =>
        {
            var client = ClientOptions(services, connectionName, out var options);
            return new AmqpEventHubConsumer(client, client.Hub.ConsumerGroup ?? options.ConsumerGroup!);
        });
    }

    private static void AddClient(this IHostApplicationBuilder builder, string connectionName, string? consumerGroup)
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
        services.AddHealthChecks().AddCheck<EventHubHealthCheck>(EventHubHealthCheck.Name);
    }

    private static AmqpClientOptions ClientOptions(IServiceProvider services, string connectionName, out EventHubClientOptions options)
    {
        options = services.GetRequiredService<IOptionsMonitor<EventHubClientOptions>>().Get(connectionName);
        return new AmqpClientOptions(
            EventHubConnectionString.Parse(options.ConnectionString),
            services.GetRequiredService<IOptions<EventHubRetryOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<EventHubStatus>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("IotAspire.EventHubs"));
    }
}
