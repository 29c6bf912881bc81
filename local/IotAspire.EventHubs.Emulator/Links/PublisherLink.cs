using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Takes events for a hub, or for one of its partitions. A delivery is accepted when its events are durable.</summary>
internal sealed class PublisherLink(
    AmqpSession session, Attach attach, Namespace served, EventHub hub, Partition? partition, ConnectionFaults faults)
    : ReceivingLink(session, attach, served.MaximumMessageSize)
{
    protected override async ValueTask OnDeliveryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var (batch, key) = await IncomingEvents.ReadAsync(delivery.Payload, delivery.Format, served.Memory);
        try
        {
            var target = partition ?? hub.Choose(key);
            batch.Completed = Acknowledgement(delivery, faults.TakeSend(hub.Name, target.Id));
            await target.AppendAsync(batch, cancellationToken);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private Action<Codec.AmqpError?> Acknowledgement(Delivery delivery, Fault? fault)
    {
        var (id, isSettled) = (delivery.Id, delivery.IsSettled);
        return fault switch
        {
            null => error => Outbox.Settle(new Settlement(this, id, isSettled, error)),
            { HoldFor: { } delay } => error => Outbox.SettleLater(delay, new Settlement(this, id, isSettled, error)),
            _ => _ => faults.Disconnect(),
        };
    }
}
