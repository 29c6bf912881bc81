using System.Diagnostics.Metrics;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using IotAspire.EventHubs;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.Tests.EventHubs;

/// <summary>The product's clients of a hub, without a host.</summary>
internal static class HubClients
{
    /// <summary>Short pauses, so that a test of a failure doesn't wait for the defaults.</summary>
    private static readonly EventHubRetryOptions Patient = new()
    {
        MaximumRetries = 5,
        Delay = TimeSpan.FromMilliseconds(50),
        MaximumDelay = TimeSpan.FromMilliseconds(500),
        TryTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>What the producers' meters belong to.</summary>
    public static IMeterFactory Meters { get; } = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static EventHubProducer Producer(string connectionString, EventHubRetryOptions? retry = null) =>
        Producer(new EventHubProducerClient(connectionString, new EventHubProducerClientOptions { RetryOptions = (retry ?? Patient).ToAzure() }), Server(connectionString));

    /// <summary>Over a client that only pretends.</summary>
    public static EventHubProducer Producer(EventHubProducerClient client, ServerAddress server) =>
        new(client, server, new EventHubStatus(), new EventHubsTelemetry(Meters, TimeProvider.System));

    public static EventHubConsumer Consumer(string connectionString, string group = "aggregator", TimeProvider? time = null) => new(
        new EventHubConsumerClient(group, connectionString, new EventHubConsumerClientOptions { RetryOptions = Patient.ToAzure() }),
        () => new EventHubConnection(connectionString, EventHubConsumer.ConnectionOptions),
        Server(connectionString),
        Patient,
        time ?? TimeProvider.System,
        new EventHubStatus());

    private static ServerAddress Server(string connectionString) => EventHubConnectionString.Parse(connectionString).Server;
}
