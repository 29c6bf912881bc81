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
        var most = EventBatch.MaxStored(payload.Length);
        await memory.TakeAsync(most);
        var batch = new EventBatch();
        try
        {
            var key = PublishedMessage.Read(payload.Span, format, batch);
            var held = Math.Min(batch.StoredSize, most);
            memory.Return(most - held);
            batch.Disposed = () => memory.Return(held);
            return (batch, key);
        }
        catch
        {
            batch.Dispose();
            memory.Return(most);
            throw;
        }
    }
}

/// <summary>
/// The half-sent deliveries of a connection, over all its links: how many bytes they may hold, without which a peer could fill
/// the memory with beginnings, and whether any of them gets on. Belongs to the read loop, apart from <see cref="IsStalled"/>.
/// </summary>
internal sealed class PartialDeliveries(ByteBudget budget, TimeProvider time) : IDisposable
{
    /// <summary>Longer than any client takes over one message; after that it holds room that others need.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const long Maximum = 32 * 1024 * 1024;

    private readonly KeptBytes _kept = new(budget, Maximum);
    private long _lastProgress;

    /// <summary>Whether there are beginnings of deliveries and none was ended for long.</summary>
    public bool IsStalled => _kept.Held > 0 && time.GetElapsedTime(Volatile.Read(ref _lastProgress)) > Patience;

    /// <summary>Counts bytes in, or says why not; clients try again later.</summary>
    public AmqpError? Take(int bytes)
    {
        if (_kept.Held == 0)
            Volatile.Write(ref _lastProgress, time.GetTimestamp());
        return _kept.TryKeep(bytes) ? null : AmqpError.Busy("Too many deliveries are half-sent.");
    }

    public void Return(int bytes)
    {
        if (bytes == 0)
            return;
        _kept.Release(bytes);
        Volatile.Write(ref _lastProgress, time.GetTimestamp());
    }

    public void Dispose() => _kept.Dispose();
}
