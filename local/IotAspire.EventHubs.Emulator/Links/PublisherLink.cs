using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Takes events for a hub, or for one of its partitions. A delivery is accepted when its events are durable.</summary>
internal sealed class PublisherLink(
    AmqpSession session, Attach attach, int maximumMessageSize, EventHub hub, Partition? partition, Outbox outbox)
    : ReceivingLink(session, attach, maximumMessageSize, outbox)
{
    protected override ValueTask OnDeliveryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var batch = new EventBatch();
        string? key;
        try
        {
            key = PublishedMessage.Read(delivery.Payload.Span, delivery.Format, batch);
        }
        catch
        {
            batch.Dispose();
            throw;
        }

        batch.Completed = error => Outbox.Settle(new Settlement(this, delivery.Id, delivery.IsSettled, error));
        return (partition ?? hub.Choose(key)).AppendAsync(batch, cancellationToken);
    }
}
