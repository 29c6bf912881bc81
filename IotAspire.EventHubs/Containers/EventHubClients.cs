using Aspire.Azure.Messaging.EventHubs;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IotAspire.EventHubs;

/// <summary>
/// The SDK's clients from Aspire's integration. Its health checks are off in favour of ours, which reports the last operation and opens no extra
/// connection; so is its tracing, because a send has a span of ours.
/// </summary>
internal static class EventHubClients
{
    /// <summary>Without a key in the connection string, the service's identity in Azure signs in.</summary>
    public const bool CanUseIdentity = true;

    public static void AddProducerClient(IHostApplicationBuilder builder, string connectionName)
    {
        // The integration throws on a malformed string; the options' validation reports it when the host starts.
        if (!IsWellFormed(builder, connectionName))
            return;
        builder.AddAzureEventHubProducerClient(
            connectionName,
            settings =>
            {
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
            },
            client => client.ConfigureOptions((options, services) => options.RetryOptions = services.GetRetry().ToAzure()));
    }

    public static void AddConsumerClient(IHostApplicationBuilder builder, string connectionName, string consumerGroup)
    {
        if (!IsWellFormed(builder, connectionName))
            return;
        AzureMessagingEventHubsConsumerSettings? hub = null;
        builder.AddAzureEventHubConsumerClient(
            connectionName,
            settings =>
            {
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
                settings.ConsumerGroup ??= consumerGroup;
                hub = settings;
            },
            client => client.ConfigureOptions((options, services) => options.RetryOptions = services.GetRetry().ToAzure()));
        builder.Services.AddSingleton<Func<EventHubConnection>>(() => Connect(hub!));
    }

    private static bool IsWellFormed(IHostApplicationBuilder builder, string connectionName) =>
        EventHubConnectionString.TryParse(builder.Configuration.GetConnectionString(connectionName), out _, out _);

    // The integration reads either a whole connection string or a namespace, whose address may carry a scheme and a port.
    private static EventHubConnection Connect(AzureMessagingEventHubsConsumerSettings hub) => string.IsNullOrEmpty(hub.ConnectionString)
        ? new EventHubConnection(Host(hub.FullyQualifiedNamespace!), hub.EventHubName, hub.Credential ?? new DefaultAzureCredential(), EventHubConsumer.ConnectionOptions)
        : new EventHubConnection(hub.ConnectionString, EventHubConsumer.ConnectionOptions);

    private static string Host(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : address;
}
