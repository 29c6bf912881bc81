// github.com/microsoft/aspire, 13.6: src/Components/Aspire.Azure.Messaging.EventHubs/api/Aspire.Azure.Messaging.EventHubs.cs
using Aspire.Azure.Messaging.EventHubs;
using Azure.Core.Extensions;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;

namespace Aspire.Azure.Messaging.EventHubs
{
    public abstract class AzureMessagingEventHubsSettings
    {
        internal AzureMessagingEventHubsSettings() => throw null!;

        public string? ConnectionString { get => throw null!; set { } }

        public global::Azure.Core.TokenCredential? Credential { get => throw null!; set { } }

        public bool DisableHealthChecks { get => throw null!; set { } }

        public bool DisableTracing { get => throw null!; set { } }

        public string? EventHubName { get => throw null!; set { } }

        public string? FullyQualifiedNamespace { get => throw null!; set { } }
    }

    public sealed class AzureMessagingEventHubsConsumerSettings : AzureMessagingEventHubsSettings
    {
        public AzureMessagingEventHubsConsumerSettings() => throw null!;

        public string? ConsumerGroup { get => throw null!; set { } }
    }

    public sealed class AzureMessagingEventHubsProducerSettings : AzureMessagingEventHubsSettings
    {
        public AzureMessagingEventHubsProducerSettings() => throw null!;
    }
}

namespace Microsoft.Extensions.Hosting
{
    public static class AspireEventHubsExtensions
    {
        public static void AddAzureEventHubConsumerClient(this IHostApplicationBuilder builder, string connectionName, Action<AzureMessagingEventHubsConsumerSettings>? configureSettings = null, Action<IAzureClientBuilder<EventHubConsumerClient, EventHubConsumerClientOptions>>? configureClientBuilder = null) => throw null!;

        public static void AddAzureEventHubProducerClient(this IHostApplicationBuilder builder, string connectionName, Action<AzureMessagingEventHubsProducerSettings>? configureSettings = null, Action<IAzureClientBuilder<EventHubProducerClient, EventHubProducerClientOptions>>? configureClientBuilder = null) => throw null!;
    }
}
