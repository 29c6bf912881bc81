using System.Text;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;

namespace IotAspire.Tests.EventHubs.Sending;

/// <summary>What a client does when it sends and receives.</summary>
public sealed class SendingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_one_key_arrive_in_order_with_their_positions()
    {
        await using var hub = await TestHub.StartAsync();

        var events = await TestHub.RoundTripAsync(hub, "a", "b", "c");

        Assert.Equal(["a", "b", "c"], events.Select(TestHub.Text));
        Assert.Equal([0L, 1, 2], events.Select(received => received.SequenceNumber));
        Assert.All(events, received => Assert.Equal("kitchen", received.PartitionKey), throwIfEmpty: true);
        Assert.Equal(3, events.Select(received => received.OffsetString).Distinct().Count());
        Assert.All(events, received => Assert.InRange(received.EnqueuedTime.UtcDateTime, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddSeconds(1)), throwIfEmpty: true);
    }

    [Fact]
    public async Task A_single_event_keeps_content_type_and_properties()
    {
        await using var hub = await TestHub.StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        var sent = new OutgoingEvent(Encoding.UTF8.GetBytes("{}"))
        {
            ContentType = "application/json",
            Properties = new Dictionary<string, string> { ["schema"] = "iotaspire.reading/1", ["traceparent"] = "00-1-2-01" },
        };
        await producer.SendAsync("kitchen", [sent], Cancellation);

        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        await using var receiver = await consumer.OpenReceiverAsync(
            await TestHub.PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Cancellation);
        var received = Assert.Single(await TestHub.ReceiveAsync(receiver, 1));

        Assert.Equal("{}", TestHub.Text(received));
        Assert.Equal("application/json", received.ContentType);
        Assert.Equal("iotaspire.reading/1", received.Properties["schema"]);
        Assert.Equal("00-1-2-01", received.Properties["traceparent"]);
    }

    [Fact]
    public async Task More_than_one_message_holds_is_sent_in_several()
    {
        await using var hub = await TestHub.StartAsync();
        var texts = Enumerable.Range(0, 40).Select(index => index.ToString("D3") + new string('x', 100_000)).ToArray();

        var events = await TestHub.RoundTripAsync(hub, texts);

        Assert.Equal(texts, events.Select(TestHub.Text));
    }

    [Fact]
    public async Task An_event_larger_than_a_message_is_refused_by_name()
    {
        await using var hub = await TestHub.StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));

        var failure = await Assert.ThrowsAsync<EventHubException>(
            () => producer.SendAsync("kitchen", [new OutgoingEvent(new byte[2 * 1024 * 1024])], Cancellation));

        Assert.Equal(EventHubFailureReason.MessageSizeExceeded, failure.Reason);
    }

    [Fact]
    public async Task Sending_goes_on_after_connections_were_cut()
    {
        await using var hub = await TestHub.StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events("before"), Cancellation);

        await hub.DropConnectionsAsync();
        await producer.SendAsync("kitchen", TestHub.Events("after"), Cancellation);

        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        await using var receiver = await consumer.OpenReceiverAsync(
            await TestHub.PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Cancellation);
        Assert.Equal(["before", "after"], (await TestHub.ReceiveAsync(receiver, 2)).Select(TestHub.Text));
    }
}
