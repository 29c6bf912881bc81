using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Takes events for a hub, or for one of its partitions. A delivery is accepted when its events are durable.</summary>
internal sealed class PublisherLink(
    AmqpSession session, Attach attach, Namespace served, EventHub hub, Partition? partition, ConnectionFaults faults)
    : IncomingLink(session, attach, served.MaxMessageSize)
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

/// <summary>
/// Takes messages apart as the server's memory allows. A message waits for the most that its events could take, which is then at
/// once corrected to what they do take and held until they are stored or refused. A message that waits holds nothing, so
/// there is no deadlock.
/// </summary>
internal static class IncomingEvents
{
    /// <summary>The events of a message and its partition key. Disposing of the batch gives its room back.</summary>
    /// <exception cref="Codec.AmqpException">The message isn't allowed.</exception>
    public static async ValueTask<(EventBatch Batch, string? Key)> ReadAsync(ReadOnlyMemory<byte> payload, uint format, ByteBudget memory)
    {
        var max = EventBatch.MaxStored(payload.Length);
        await memory.TakeAsync(max);
        var batch = new EventBatch();
        try
        {
            var key = PublishedMessage.Read(payload.Span, format, batch);
            var held = Math.Min(batch.StoredSize, max);
            memory.Return(max - held);
            batch.Disposed = () => memory.Return(held);
            return (batch, key);
        }
        catch
        {
            batch.Dispose();
            memory.Return(max);
            throw;
        }
    }
}
