using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Receiving;

/// <summary>What a client does when it opens, loses and shares partitions.</summary>
public sealed class ReceivingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receiver_begins_at_the_sequence_number_asked_for()
    {
        await using var hub = await TestHub.StartAsync();
        await TestHub.RoundTripAsync(hub, "a", "b", "c");
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);

        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.FromSequenceNumber(1, isInclusive: true), null, Cancellation);

        Assert.Equal(["b", "c"], (await TestHub.ReceiveAsync(receiver, 2)).Select(TestHub.Text));
    }

    [Fact]
    public async Task A_receiver_at_latest_sees_only_what_comes_later()
    {
        await using var hub = await TestHub.StartAsync();
        await TestHub.RoundTripAsync(hub, "old");
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Latest, null, Cancellation);

        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events("new"), Cancellation);

        Assert.Equal("new", TestHub.Text(Assert.Single(await TestHub.ReceiveAsync(receiver, 1))));
    }

    [Fact]
    public async Task Receiving_with_nothing_there_returns_nothing_in_time()
    {
        await using var hub = await TestHub.StartAsync();
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.Earliest, null, Cancellation);

        Assert.Empty(await receiver.ReceiveAsync(10, TimeSpan.FromMilliseconds(100), Cancellation).WaitAsync(TestHub.Deadline, Cancellation));
        Assert.Equal(-1, receiver.LastEnqueued?.SequenceNumber);
    }

    // Event Hubs answers about 50 such requests a second for a whole consumer group.
    [Fact]
    public async Task The_newest_event_is_asked_for_every_two_seconds()
    {
        var time = new FakeTimeProvider();
        await using var hub = await TestHub.StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events("first"), Cancellation);
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name), time: time);
        await using var receiver = await consumer.OpenReceiverAsync(await TestHub.PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Cancellation);

        await ReceiveOneAsync(receiver);
        Assert.Equal(0, receiver.LastEnqueued?.SequenceNumber);
        await producer.SendAsync("kitchen", TestHub.Events("second"), Cancellation);
        time.Advance(TimeSpan.FromSeconds(1.9));
        await ReceiveOneAsync(receiver);
        Assert.Equal(0, receiver.LastEnqueued?.SequenceNumber);

        await producer.SendAsync("kitchen", TestHub.Events("third"), Cancellation);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await ReceiveOneAsync(receiver);
        Assert.Equal(2, receiver.LastEnqueued?.SequenceNumber);
    }

    [Fact]
    public async Task A_slow_reader_gets_everything_though_far_more_is_there_than_credit()
    {
        await using var hub = await TestHub.StartAsync();
        var texts = Enumerable.Range(0, 5000).Select(index => $"event {index}").ToArray();

        var events = await TestHub.RoundTripAsync(hub, texts);

        Assert.Equal(texts, events.Select(TestHub.Text));
    }

    [Fact]
    public async Task Properties_tell_what_a_partition_holds()
    {
        await using var hub = await TestHub.StartAsync();
        var last = (await TestHub.RoundTripAsync(hub, "a", "b", "c"))[^1];
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));

        var properties = await consumer.GetEventHubPropertiesAsync(Cancellation);
        var partition = await consumer.GetPartitionPropertiesAsync(await TestHub.PartitionWithEventsAsync(consumer), Cancellation);

        Assert.Equal(TestHub.Name, properties.Name);
        Assert.Equal(["0", "1", "2", "3"], properties.PartitionIds);
        Assert.InRange(properties.CreatedOn.UtcDateTime, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
        Assert.Equal(0, partition.BeginningSequenceNumber);
        Assert.Equal(2, partition.LastEnqueuedSequenceNumber);
        Assert.Equal(last.OffsetString, partition.LastEnqueuedOffsetString);
        Assert.Equal(last.EnqueuedTime, partition.LastEnqueuedTime);
    }

    [Fact]
    public async Task Many_questions_on_one_connection_are_all_answered()
    {
        await using var hub = await TestHub.StartAsync();
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(number => consumer.GetPartitionPropertiesAsync($"{number % 4}", Cancellation)));

        Assert.Equal(Enumerable.Range(0, 400).Select(number => $"{number % 4}"), answers.Select(answer => answer.Id));
    }

    [Fact]
    public async Task A_higher_owner_level_takes_the_partition_and_a_lower_one_is_refused()
    {
        await using var hub = await TestHub.StartAsync();
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        await using var first = await consumer.OpenReceiverAsync("0", EventPosition.Earliest, 1, Cancellation);
        await using var second = await consumer.OpenReceiverAsync("0", EventPosition.Earliest, 2, Cancellation);

        var ended = await Assert.ThrowsAsync<EventHubException>(() => first.ReceiveAsync(1, TestHub.Deadline, Cancellation));
        var refused = await Assert.ThrowsAsync<EventHubException>(
            () => consumer.OpenReceiverAsync("0", EventPosition.Earliest, 1, Cancellation));

        Assert.Equal(EventHubFailureReason.ConsumerDisconnected, ended.Reason);
        Assert.Equal(EventHubFailureReason.ConsumerDisconnected, refused.Reason);
        Assert.Empty(await second.ReceiveAsync(1, TimeSpan.FromMilliseconds(50), Cancellation));
    }

    [Fact]
    public async Task Reading_goes_on_after_connections_were_cut()
    {
        await using var hub = await TestHub.StartAsync();
        await TestHub.RoundTripAsync(hub, "before");
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, Cancellation);
        await TestHub.ReceiveAsync(receiver, 1);

        await hub.DropConnectionsAsync();
        await TestHub.RoundTripAsync(hub, "after");

        // Mended unseen, or ended by a failure that passes: then the next receiver goes on.
        IReadOnlyList<EventData> events;
        try
        {
            events = await TestHub.ReceiveAsync(receiver, 1);
        }
        catch (EventHubException failure)
        {
            Assert.True(failure.IsTransient);
            await using var next = await consumer.OpenReceiverAsync(partition, EventPosition.FromSequenceNumber(1, isInclusive: true), null, Cancellation);
            events = await TestHub.ReceiveAsync(next, 1);
        }

        Assert.Equal("after", TestHub.Text(Assert.Single(events)));
    }

    [Fact]
    public async Task A_receiver_ends_when_the_stream_is_another_one()
    {
        await using var hub = await TestHub.StartAsync();
        await TestHub.RoundTripAsync(hub, "old 0", "old 1");
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.FromSequenceNumber(1, isInclusive: true), null, Cancellation);
        Assert.Equal("old 1", TestHub.Text(Assert.Single(await TestHub.ReceiveAsync(receiver, 1))));

        await hub.ForgetStreamAsync(TestHub.Name, Cancellation);

        var ended = await Assert.ThrowsAsync<EventHubException>(async () => await TestHub.ReceiveAsync(receiver, 1));
        Assert.True(ended.IsTransient);
    }

    [Fact]
    public async Task A_position_beyond_the_end_is_lost_and_may_be_found_anew()
    {
        await using var hub = await TestHub.StartAsync();
        await TestHub.RoundTripAsync(hub, "a", "b");
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);

        var lost = await Assert.ThrowsAsync<EventHubException>(() => consumer.OpenReceiverAsync(
            partition, EventPosition.FromSequenceNumber(1000, isInclusive: true), null, Cancellation));

        Assert.Equal((EventHubFailureReason.PositionLost, true), (lost.Reason, lost.IsTransient));
        Assert.Contains("The last sequence number in the system is '1'", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_exist_or_is_not_allowed_is_said_as_such()
    {
        await using var hub = await TestHub.StartAsync();
        var connection = hub.ConnectionString(TestHub.Name);

        Assert.Equal(EventHubFailureReason.ResourceNotFound, await FailureAsync(connection.Replace(TestHub.Name, "nowhere"), "aggregator", "0"));
        Assert.Equal(EventHubFailureReason.ResourceNotFound, await FailureAsync(connection, "strangers", "0"));
        Assert.Equal(EventHubFailureReason.Refused, await FailureAsync(connection, "aggregator", "99"));
        Assert.Equal(EventHubFailureReason.Unauthorized, await FailureAsync(connection.Replace("SAS_KEY_VALUE", "wrong"), "aggregator", "0"));
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        string connection;
        await using (var hub = await TestHub.StartAsync())
            connection = hub.ConnectionString(TestHub.Name);

        Assert.Equal(EventHubFailureReason.Unreachable, await FailureAsync(connection, "aggregator", "0"));
    }

    private static async Task<EventHubFailureReason> FailureAsync(string connection, string group, string partition)
    {
        await using var consumer = HubClients.Consumer(connection, group);
        var failure = await Assert.ThrowsAsync<EventHubException>(
            () => consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, Cancellation));
        return failure.Reason;
    }

    private static async Task ReceiveOneAsync(StreamReceiver receiver) =>
        Assert.Single(await receiver.ReceiveAsync(1, TestHub.Deadline, Cancellation).WaitAsync(TestHub.Deadline, Cancellation));
}
