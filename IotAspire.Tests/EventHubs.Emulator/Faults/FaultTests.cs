using Amqp;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Faults;

public sealed class FaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_throttled_client_tries_again_and_gets_through_when_the_fault_has_met_its_times()
    {
        await using var hub = await StartAsync();
        using var fault = hub.Inject(Fault.Throttle with { Times = 2, Operation = FaultOperation.Send });

        await SendAsync(hub, "through");

        Assert.Equal((2, false), (fault.Met, fault.IsActive));
        Assert.Empty(hub.ActiveFaults);
        Assert.Equal(["through"], await ReadAllAsync(hub));
    }

    [Fact]
    public async Task A_throttle_without_end_is_told_as_busy_until_it_is_disposed_of()
    {
        await using var hub = await StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name), new() { MaximumRetries = 0 });
        using (hub.Inject(Fault.Throttle with { Operation = FaultOperation.Send }))
            Assert.Equal(EventHubFailureReason.Busy, (await Assert.ThrowsAsync<EventHubException>(() => producer.SendAsync("kitchen", TestHub.Events("no"), Cancellation))).Reason);

        await producer.SendAsync("kitchen", TestHub.Events("yes"), Cancellation);

        Assert.Equal(["yes"], await ReadAllAsync(hub));
    }

    [Theory]
    [InlineData(FaultOperation.Authorize)]
    [InlineData(FaultOperation.OpenLink)]
    public async Task A_refused_reader_is_told_the_condition(FaultOperation operation)
    {
        await using var hub = await StartAsync();
        await SendAsync(hub, "there");
        using var fault = hub.Inject(Fault.Refuse("amqp:unauthorized-access", "not today") with { Operation = operation, EventHub = TestHub.Name });

        var refused = await Assert.ThrowsAsync<EventHubException>(() => ReadAllAsync(hub));

        Assert.Equal(EventHubFailureReason.Unauthorized, refused.Reason);
        Assert.Contains("not today", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_the_hub_ends_while_it_sends_is_told_the_condition()
    {
        await using var hub = await StartAsync();
        await SendAsync(hub, "there");
        await using var peer = await RawPeer.ConnectAsync(hub.Port);
        await peer.PutTokenAsync("amqp://localhost/telemetry", RawPeer.Token("amqp://localhost/telemetry", "RootManageSharedAccessKey", "SAS_KEY_VALUE", DateTimeOffset.UtcNow.AddMinutes(1)));
        var link = (ReceiverLink)await peer.OpenAsync("telemetry/ConsumerGroups/$Default/Partitions/0", isReceiver: true);
        using var fault = hub.Inject(Fault.Refuse("amqp:unauthorized-access", "not today") with { Operation = FaultOperation.Receive, EventHub = TestHub.Name });

        link.SetCredit(10);

        await Eventually.TrueAsync(() => link.IsClosed, TestHub.Deadline, "the link ends");
        Assert.Equal(("amqp:unauthorized-access", "not today"), (link.Error.Condition.ToString(), link.Error.Description));
    }

    [Fact]
    public async Task A_refused_question_is_told_the_condition_and_other_partitions_answer()
    {
        await using var hub = await StartAsync(partitions: 2);
        await using var consumer = Consumer(hub);
        using var fault = hub.Inject(
            Fault.Refuse("amqp:not-allowed") with { Operation = FaultOperation.Manage, EventHub = TestHub.Name, PartitionId = "1", Times = 1 });

        Assert.Equal("0", (await consumer.GetPartitionPropertiesAsync("0", Cancellation)).Id);
        var refused = await Assert.ThrowsAsync<EventHubException>(() => consumer.GetPartitionPropertiesAsync("1", Cancellation));

        Assert.Equal(EventHubFailureReason.Refused, refused.Reason);
        Assert.Equal("1", (await consumer.GetPartitionPropertiesAsync("1", Cancellation)).Id);
    }

    [Fact]
    public async Task A_delayed_send_is_stored_at_once_and_acknowledged_when_the_time_has_passed()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(clock);
        hub.Inject(Fault.Delay(TimeSpan.FromSeconds(30)) with { Operation = FaultOperation.Send, Times = 1 });

        var sending = SendAsync(hub, "late");

        Assert.Equal(["late"], await ReadAllAsync(hub));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(31));
        await sending.WaitAsync(TestHub.Deadline, Cancellation);
    }

    [Fact]
    public async Task Delayed_events_reach_the_consumer_when_the_time_has_passed()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(clock);
        await SendAsync(hub, "late");
        var fault = hub.Inject(Fault.Delay(TimeSpan.FromSeconds(30)) with { Operation = FaultOperation.Receive, Times = 1 });

        var reading = ReadAllAsync(hub);

        await Eventually.TrueAsync(() => fault.Met == 1, TestHub.Deadline, "the fault meets the consumer");
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(["late"], await reading.WaitAsync(TestHub.Deadline, Cancellation));
    }

    [Theory]
    [InlineData(FaultOperation.OpenLink)]
    [InlineData(FaultOperation.Manage)]
    public async Task A_delayed_answer_comes_when_the_time_has_passed(FaultOperation operation)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(clock);
        await SendAsync(hub, "there");
        var fault = hub.Inject(Fault.Delay(TimeSpan.FromSeconds(30)) with { Operation = operation, Times = 1 });

        var reading = ReadAllAsync(hub);

        await Eventually.TrueAsync(() => fault.Met == 1, TestHub.Deadline, "the fault meets the consumer");
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(["there"], await reading.WaitAsync(TestHub.Deadline, Cancellation));
    }

    [Fact]
    public async Task A_lost_acknowledgement_makes_the_client_send_twice()
    {
        await using var hub = await StartAsync();
        hub.Inject(Fault.Disconnect with { Operation = FaultOperation.Send, Times = 1 });

        await SendAsync(hub, "twice");

        Assert.Equal(["twice", "twice"], await ReadAllAsync(hub));
    }

    [Fact]
    public async Task An_outage_cuts_connections_keeps_new_ones_out_and_ends_in_time()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(clock);
        await SendAsync(hub, "before");
        await using var consumer = Consumer(hub);
        await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.Latest, null, Cancellation);

        hub.Inject(Fault.Disconnect with { For = TimeSpan.FromSeconds(5) });

        await Assert.ThrowsAsync<EventHubException>(() => receiver.ReceiveAsync(1, TestHub.Deadline, Cancellation));
        Assert.Equal(EventHubFailureReason.Unreachable, (await Assert.ThrowsAsync<EventHubException>(() => SendAsync(hub, "during"))).Reason);
        clock.Advance(TimeSpan.FromSeconds(6));
        await SendAsync(hub, "after");
        Assert.Equal(["before", "after"], await ReadAllAsync(hub));
    }

    [Fact]
    public async Task A_redelivered_range_comes_once_more_and_then_the_stream_goes_on()
    {
        await using var hub = await StartAsync();
        await SendAsync(hub, "a", "b", "c", "d");
        await using var consumer = Consumer(hub);
        await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.Earliest, null, Cancellation);
        await TestHub.ReceiveAsync(receiver, 4);

        Assert.Equal(1, hub.Redeliver(TestHub.Name, "0", 1, 2));

        await SendAsync(hub, "e");
        Assert.Equal(["b", "c", "e"], (await TestHub.ReceiveAsync(receiver, 3)).Select(TestHub.Text));
        Assert.Equal(0, hub.Redeliver(TestHub.Name, "0", 1, 2, "nobody"));
    }

    [Fact]
    public async Task A_fault_of_another_hub_concerns_nobody_else()
    {
        await using var hub = await StartAsync();
        using var fault = hub.Inject(Fault.Throttle with { EventHub = "other" });

        await SendAsync(hub, "unhurt");

        Assert.Equal(0, fault.Met);
    }

    [Fact]
    public async Task A_fault_that_makes_no_sense_is_refused_with_everything_that_is_wrong()
    {
        await using var hub = await StartAsync();

        var wrong = Assert.Throws<ArgumentException>(() => hub.Inject(
            Fault.Refuse("busy") with { Times = 0, For = TimeSpan.Zero, PartitionId = "0", Operation = FaultOperation.Connect }));

        foreach (var name in new[] { "Times:", "For:", "Condition:", "EventHub:", "Operation:" })
            Assert.Contains(name, wrong.Message, StringComparison.Ordinal);
    }

    private static Task<EventHubsEmulator> StartAsync(TimeProvider? clock = null, int partitions = 1) => EventHubsEmulator.StartAsync(
        new() { Port = 0, HttpPort = 0, Hubs = [new(TestHub.Name, partitions)], TimeProvider = clock ?? TimeProvider.System }, Cancellation);

    private static EventHubConsumer Consumer(EventHubsEmulator hub) =>
        HubClients.Consumer(hub.ConnectionString(TestHub.Name), "$Default");

    private static async Task SendAsync(EventHubsEmulator hub, params string[] texts)
    {
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events(texts), Cancellation);
    }

    private static async Task<IReadOnlyList<string>> ReadAllAsync(EventHubsEmulator hub)
    {
        await using var consumer = Consumer(hub);
        var last = await Eventually.Async(
            () => consumer.GetPartitionPropertiesAsync("0", Cancellation), partition => !partition.IsEmpty, TestHub.Deadline, "there are events");
        await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.Earliest, null, Cancellation);
        return [.. (await TestHub.ReceiveAsync(receiver, (int)last.LastEnqueuedSequenceNumber + 1)).Select(TestHub.Text)];
    }
}
