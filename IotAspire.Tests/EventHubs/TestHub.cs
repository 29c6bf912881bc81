using System.Text;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;

namespace IotAspire.Tests.EventHubs;

/// <summary>A hub of its own for a test, and the steps that tests share.</summary>
internal static class TestHub
{
    public const string Name = "telemetry";

    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<EventHubsEmulator> StartAsync(string? dataDirectory = null, int port = 0) => EventHubsEmulator.StartAsync(
        new EventHubsEmulatorOptions
        {
            Port = port,
            HttpPort = 0,
            DataDirectory = dataDirectory,
            Hubs = [new(Name, Partitions: 4, ConsumerGroups: ["aggregator"])],
        },
        Cancellation);

    public static IReadOnlyList<OutgoingEvent> Events(params IEnumerable<string> texts) =>
        [.. texts.Select(text => new OutgoingEvent(Encoding.UTF8.GetBytes(text)))];

    /// <summary>An event as a receiver would hand it out.</summary>
    public static EventData Received(long sequenceNumber, DateTime enqueuedAt, ReadOnlyMemory<byte> body = default, IDictionary<string, object>? properties = null) =>
        EventHubsModelFactory.EventData(
            BinaryData.FromBytes(body), properties, sequenceNumber: sequenceNumber, offsetString: $"{sequenceNumber * 100}", enqueuedTime: enqueuedAt);

    public static string Text(EventData received) => Encoding.UTF8.GetString(received.ReadBody().Span);

    /// <summary>The partition that a key's events are in, found by looking.</summary>
    public static async Task<string> PartitionWithEventsAsync(EventHubConsumer consumer)
    {
        var hub = await consumer.GetEventHubPropertiesAsync(Cancellation);
        foreach (var partition in hub.PartitionIds)
        {
            if (!(await consumer.GetPartitionPropertiesAsync(partition, Cancellation)).IsEmpty)
                return partition;
        }

        throw new InvalidOperationException("All partitions are empty.");
    }

    /// <summary>Receives until that many events are there.</summary>
    public static async Task<IReadOnlyList<EventData>> ReceiveAsync(StreamReceiver receiver, int count)
    {
        var events = new List<EventData>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(Deadline);
        while (events.Count < count)
            events.AddRange(await receiver.ReceiveAsync(count - events.Count, TimeSpan.FromSeconds(1), deadline.Token));
        return events;
    }

    /// <summary>Sends the texts with one key and receives them again, from the beginning.</summary>
    public static async Task<IReadOnlyList<EventData>> RoundTripAsync(EventHubsEmulator hub, params string[] texts)
    {
        await using var producer = HubClients.Producer(hub.ConnectionString(Name));
        await producer.SendAsync("kitchen", Events(texts), Cancellation);
        await using var consumer = HubClients.Consumer(hub.ConnectionString(Name));
        await using var receiver = await consumer.OpenReceiverAsync(
            await PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Cancellation);
        return await ReceiveAsync(receiver, texts.Length);
    }
}
