using System.Text;
using Amqp.Framing;
using Azure.Messaging.EventHubs.Consumer;
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
        await using var peer = await RawPeer.ConnectAsync(hub.Port);
        await peer.PutTokenAsync(TestHub.Name);
        var link = (Amqp.SenderLink)await peer.OpenAsync(TestHub.Name, isReceiver: false);

        string[] faults = [.. BadMessages.Names.Select(row => row.Data)];
        foreach (var fault in faults)
        {
            var bad = new Amqp.Message { Format = PublishedMessage.BatchFormat, BodySection = new Data { Binary = BadMessages.Get(fault).Message } };
            var refusal = await Assert.ThrowsAsync<Amqp.AmqpException>(() => link.SendAsync(bad, TestHub.Deadline));
            Assert.Equal("amqp:decode-error", refusal.Error.Condition);
            var good = new Amqp.Message { MessageAnnotations = new MessageAnnotations(), BodySection = new Data { Binary = Encoding.UTF8.GetBytes(fault) } };
            good.MessageAnnotations[new Amqp.Types.Symbol("x-opt-partition-key")] = "kitchen";
            await link.SendAsync(good, TestHub.Deadline);
        }

        Assert.False(link.IsClosed);
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);
        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, Cancellation);
        Assert.Equal(faults, (await TestHub.ReceiveAsync(receiver, faults.Length)).Select(TestHub.Text));
    }
}
