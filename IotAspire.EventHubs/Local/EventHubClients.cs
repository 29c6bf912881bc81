using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IotAspire.EventHubs;

/// <summary>The SDK's clients from the connection string alone.</summary>
internal static class EventHubClients
{
    /// <summary>Signing in to Azure takes a package that local servers have no use for.</summary>
    public const bool CanUseIdentity = false;

    public static void AddProducerClient(IHostApplicationBuilder builder, string connectionName) =>
        builder.Services.AddSingleton(services => new EventHubProducerClient(
            services.GetHub(connectionName).ConnectionString, new EventHubProducerClientOptions { RetryOptions = services.GetRetry().ToAzure() }));

    public static void AddConsumerClient(IHostApplicationBuilder builder, string connectionName, string consumerGroup)
    {
        builder.Services.AddSingleton(services => new EventHubConsumerClient(
            services.GetHub(connectionName).Parse().ConsumerGroup ?? consumerGroup,
            services.GetHub(connectionName).ConnectionString,
            new EventHubConsumerClientOptions { RetryOptions = services.GetRetry().ToAzure() }));
        builder.Services.AddSingleton<Func<EventHubConnection>>(services => () => new EventHubConnection(services.GetHub(connectionName).ConnectionString, EventHubConsumer.ConnectionOptions));
    }
}
