using Amqp.Framing;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Amqp;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

/// <summary>A refused message hurts neither its link nor those who read the partition.</summary>
public sealed class RefusedMessageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_each_fault_a_good_event_on_the_same_link_arrives()
    {
        await using var hub = await TestHub.StartAsync();
        var options = ClientUnderTest.Options(hub.ConnectionString(TestHub.Name));
        await using var peer = await AmqpPeer.OpenAsync(options, Cancellation);
        var link = (await SendLink.OpenAsync(peer, options, Cancellation)).Link;

        string[] faults = [.. BadMessages.Names.Select(row => row.Data)];
        foreach (var fault in faults)
        {
            var bad = new Amqp.Message { Format = PublishedMessage.BatchFormat, BodySection = new Data { Binary = BadMessages.Get(fault).Message } };
            var refusal = await Assert.ThrowsAsync<Amqp.AmqpException>(() => link.SendAsync(bad, TestHub.Deadline));
            Assert.Equal("amqp:decode-error", refusal.Error.Condition);
            await link.SendAsync(Assert.Single(EventBatches.Pack("kitchen", TestHub.Events(fault), 10_000)), TestHub.Deadline);
        }

        Assert.False(link.IsClosed);
        await using var consumer = ClientUnderTest.Consumer(ClientUnderTest.Amqp, hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, StartPosition.Earliest, null, Cancellation);
        Assert.Equal(faults, (await TestHub.ReceiveAsync(receiver, faults.Length)).Select(TestHub.Text));
    }
}
