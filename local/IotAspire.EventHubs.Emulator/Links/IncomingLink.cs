using System.Diagnostics.CodeAnalysis;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>A link on which the peer sends. Assembles deliveries from their frames and grants credit as they are settled.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Release gives the buffer back; however a link ends, it is called once.")]
internal abstract class IncomingLink(AmqpSession session, Attach attach, int maxMessageSize) : Link(session, attach)
{
    private const uint FullCredit = 1000;

    // Read loop.
    private readonly AmqpWriter _parts = new();
    private Transfer? _first;
    private AmqpError? _refusal;
    private uint _begun = attach.InitialDeliveryCount ?? 0;

    // Written by the write loop with each grant, held against by the read loop.
    private uint _granted = attach.InitialDeliveryCount ?? 0;

    // Write loop.
    private uint _deliveryCount = attach.InitialDeliveryCount ?? 0;
    private uint _sinceCredit;

    protected Outbox Outbox => Session.Outbox;

    protected override void OnOpen(FrameOutput output, Attach answer)
    {
        output.Send(Session.Channel, answer with { IsReceiver = true, InitialDeliveryCount = null, MaxMessageSize = (ulong)maxMessageSize });
        SendCredit(output);
    }

    public override void OnFlow(FrameOutput output, Flow flow)
    {
        if (flow.Echo)
            SendCredit(output);
    }

    /// <summary>Counts a delivery as done with; says whether it is time for more credit.</summary>
    public bool CountSettled()
    {
        _deliveryCount++;
        return ++_sinceCredit >= FullCredit / 2;
    }

    public void SendCredit(FrameOutput output)
    {
        if (IsDetached)
            return;
        _sinceCredit = 0;
        Volatile.Write(ref _granted, _deliveryCount + FullCredit);
        output.Send(Session.Channel, Session.State() with { Handle = Handle, DeliveryCount = _deliveryCount, LinkCredit = FullCredit });
    }

    /// <summary>
    /// Takes a frame of a delivery. The payload is only there until the call returns. What can't be taken is rejected with
    /// its error and the link stays: a sender that is detached instead may wait for its outcome in vain. Only one that sends more
    /// than it has credit for is.
    /// </summary>
    public ValueTask OnTransferAsync(Transfer transfer, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_first is null && !TryBegin())
            return ValueTask.CompletedTask;
        if (_first is null && !transfer.More && !transfer.Aborted)
            return DeliverAsync(ToDelivery(transfer, transfer, payload), cancellationToken);

        _first ??= transfer;
        if (transfer.Aborted)
            return AbortAsync(ToDelivery(_first.Value, transfer, default).Id, cancellationToken);

        Collect(payload.Span);
        return transfer.More ? ValueTask.CompletedTask : DeliverPartsAsync(transfer, cancellationToken);
    }

    public override void Release()
    {
        Forget();
        base.Release();
    }

    protected abstract ValueTask OnDeliveryAsync(Delivery delivery, CancellationToken cancellationToken);

    // Delivery counts wrap around, so it is the difference that counts.
    private bool TryBegin()
    {
        if ((int)(Volatile.Read(ref _granted) - _begun) <= 0)
        {
            End(AmqpError.TransferLimit("More was sent than there was credit for."));
            return false;
        }

        _begun++;
        return true;
    }

    private async ValueTask AbortAsync(uint deliveryId, CancellationToken cancellationToken)
    {
        Forget();
        await Outbox.BeginDeliveryAsync(cancellationToken);
        Outbox.Settle(new Settlement(this, deliveryId, IsSettled: true, null));
    }

    // What is already refused needn't be kept, only counted to its end.
    private void Collect(ReadOnlySpan<byte> payload)
    {
        _refusal ??= Refusal(_parts.Length + payload.Length) ?? Session.Memory.Partial.Take(payload.Length);
        if (_refusal is null)
            _parts.Bytes(payload);
    }

    private async ValueTask DeliverPartsAsync(Transfer last, CancellationToken cancellationToken)
    {
        await DeliverAsync(ToDelivery(_first!.Value, last, _parts.WrittenMemory), cancellationToken);
        Forget();
    }

    private async ValueTask DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await Outbox.BeginDeliveryAsync(cancellationToken);
        var refusal = _refusal ?? Ending ?? Refusal(delivery.Payload.Length);
        try
        {
            if (refusal is null)
                await OnDeliveryAsync(delivery, cancellationToken);
        }
        catch (AmqpException exception)
        {
            refusal = exception.Error;
        }

        if (refusal is not null)
            Outbox.Settle(new Settlement(this, delivery.Id, delivery.IsSettled, refusal));
    }

    private void Forget()
    {
        (_first, _refusal) = (null, null);
        Session.Memory.Partial.Return(_parts.Length);
        _parts.Dispose();
    }

    private AmqpError? Refusal(int size) =>
        size > maxMessageSize ? AmqpError.TooLarge($"The message is larger than {maxMessageSize} bytes.") : null;

    private static Delivery ToDelivery(Transfer first, Transfer last, ReadOnlyMemory<byte> payload) => new(
        first.DeliveryId ?? throw new AmqpDecodeException("transfer has no delivery-id."),
        first.Settled ?? last.Settled ?? false,
        first.MessageFormat ?? 0,
        payload);
}

/// <summary>A whole message from the peer.</summary>
internal readonly record struct Delivery(uint Id, bool IsSettled, uint Format, ReadOnlyMemory<byte> Payload);

/// <summary>
/// The half-sent deliveries of a connection, over all its links: how many bytes they may hold, without which a peer could fill
/// the memory with beginnings, and whether any of them gets on. Belongs to the read loop, apart from <see cref="IsStalled"/>.
/// </summary>
internal sealed class PartialDeliveries(ByteBudget budget, TimeProvider time) : IDisposable
{
    /// <summary>Longer than any client takes over one message; after that it holds room that others need.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly KeptBytes _kept = new(budget, MaxBytes);
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
