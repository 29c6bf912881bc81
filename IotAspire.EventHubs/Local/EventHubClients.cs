using IotAspire.EventHubs.Amqp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IotAspire.EventHubs;

/// <summary>The seam: the clients over AMQP 1.0.</summary>
internal static class EventHubClients
{
    /// <summary>Signing in to Azure belongs to the Azure SDK, which local servers do without.</summary>
    public const bool CanUseIdentity = false;

    public static void AddProducer(IHostApplicationBuilder builder, string connectionName) =>
        builder.Services.AddSingleton<IEventHubProducer>(services =>
            new AmqpEventHubProducer(ClientOptions(services, connectionName, out _), services.GetRequiredService<EventHubsTelemetry>()));

    public static void AddConsumer(IHostApplicationBuilder builder, string connectionName, string consumerGroup) =>
        builder.Services.AddSingleton<IEventHubConsumer>(services =>
        {
            var client = ClientOptions(services, connectionName, out var options);
            return new AmqpEventHubConsumer(client, client.Hub.ConsumerGroup ?? options.ConsumerGroup ?? consumerGroup);
        });

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
