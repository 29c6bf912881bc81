using System.Diagnostics.Metrics;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Amqp;
using IotAspire.EventHubs.AzureSdk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.EventHubs;

/// <summary>The clients, by name: each must keep the contract of the interface pair.</summary>
internal static class ClientUnderTest
{
    public const string Amqp = "Amqp";
    public const string AzureSdk = "AzureSdk";

    public static TheoryData<string> All => [Amqp, AzureSdk];

    /// <summary>Short pauses, so that a test of a failure doesn't wait for the defaults.</summary>
    private static readonly EventHubRetryOptions Retry = new()
    {
        MaximumRetries = 5,
        Delay = TimeSpan.FromMilliseconds(50),
        MaximumDelay = TimeSpan.FromMilliseconds(500),
        TryTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>What the producers' meters belong to.</summary>
    public static IMeterFactory Meters { get; } = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static IEventHubProducer Producer(string client, string connectionString) => client switch
    {
        Amqp => new AmqpEventHubProducer(Options(connectionString), Telemetry()),
        AzureSdk => new AzureEventHubProducer(
            new EventHubProducerClient(connectionString, new EventHubProducerClientOptions { RetryOptions = Retry.ToAzure() }), new EventHubStatus(), Telemetry()),
        _ => throw new ArgumentException($"No client '{client}'.", nameof(client)),
    };

    public static IEventHubConsumer Consumer(string client, string connectionString, string group = "aggregator") => client switch
    {
        Amqp => new AmqpEventHubConsumer(Options(connectionString), group),
        AzureSdk => new AzureEventHubConsumer(
            new EventHubConsumerClient(group, connectionString, new EventHubConsumerClientOptions { RetryOptions = Retry.ToAzure() }),
            () => new EventHubConnection(connectionString),
            Retry,
            TimeProvider.System,
            new EventHubStatus()),
        _ => throw new ArgumentException($"No client '{client}'.", nameof(client)),
    };

    public static AmqpClientOptions Options(string connectionString) =>
        new(EventHubConnectionString.Parse(connectionString), Retry, TimeProvider.System, new EventHubStatus(), NullLogger.Instance);

    public static EventHubsTelemetry Telemetry() => new(Meters, TimeProvider.System);
}
