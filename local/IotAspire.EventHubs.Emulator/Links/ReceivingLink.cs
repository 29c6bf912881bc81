using System.Buffers;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>A link on which the peer sends. Puts deliveries together from their frames, and gives credit as they are done with.</summary>
internal abstract class ReceivingLink(AmqpSession session, Attach attach, int maximumMessageSize) : Link(session, attach)
{
    private const uint FullCredit = 1000;

    // Read loop.
    private readonly ArrayBufferWriter<byte> _parts = new();
    private Transfer? _first;

    // Write loop.
    private uint _deliveryCount = attach.InitialDeliveryCount ?? 0;
    private uint _sinceCredit;

    public override void Open(FrameOutput output, Attach answer)
    {
        output.Send(Session.Channel, answer with { IsReceiver = true, InitialDeliveryCount = null, MaximumMessageSize = (ulong)maximumMessageSize });
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
        output.Send(Session.Channel, Session.State() with { Handle = Handle, DeliveryCount = _deliveryCount, LinkCredit = FullCredit });
    }

    /// <summary>Takes a frame of a delivery. The payload is only there until the call returns.</summary>
    public ValueTask OnTransferAsync(Transfer transfer, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_first is null && !transfer.More && !transfer.Aborted)
            return DeliverAsync(ToDelivery(transfer, transfer, payload), cancellationToken);

        _first ??= transfer;
        if (transfer.Aborted)
        {
            Forget();
            return ValueTask.CompletedTask;
        }

        CheckSize(_parts.WrittenCount + payload.Length);
        _parts.Write(payload.Span);
        return transfer.More ? ValueTask.CompletedTask : DeliverPartsAsync(transfer, cancellationToken);
    }

    protected abstract ValueTask OnDeliveryAsync(Delivery delivery, CancellationToken cancellationToken);

    private async ValueTask DeliverPartsAsync(Transfer last, CancellationToken cancellationToken)
    {
        await DeliverAsync(ToDelivery(_first!.Value, last, _parts.WrittenMemory), cancellationToken);
        Forget();
    }

    private ValueTask DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        CheckSize(delivery.Payload.Length);
        return OnDeliveryAsync(delivery, cancellationToken);
    }

    private void Forget()
    {
        _first = null;
        _parts.ResetWrittenCount();
    }

    private void CheckSize(int size)
    {
        if (size > maximumMessageSize)
            throw new AmqpException(AmqpError.TooLarge($"The message is larger than {maximumMessageSize} bytes."));
    }

    private static Delivery ToDelivery(Transfer first, Transfer last, ReadOnlyMemory<byte> payload) => new(
        first.DeliveryId ?? throw new AmqpDecodeException("transfer has no delivery-id."),
        first.Settled ?? last.Settled ?? false,
        first.MessageFormat ?? 0,
        payload);
}

/// <summary>A whole message from the peer.</summary>
internal readonly record struct Delivery(uint Id, bool IsSettled, uint Format, ReadOnlyMemory<byte> Payload);
