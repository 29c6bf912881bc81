using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>A link on which the server sends. Its credit belongs to the write loop.</summary>
internal abstract class OutgoingLink(AmqpSession session, Attach attach) : Link(session, attach)
{
    private uint _deliveryCount;
    private uint _credit;
    private bool _drain;

    // Of the delivery that the session's window left half-sent: its id, and how much is sent; 0 where there is none.
    private uint _deliveryId;
    private int _sent;

    /// <summary>The credit as seen from any thread.</summary>
    protected uint CreditLeft => Volatile.Read(ref _credit);

    protected uint Credit
    {
        get => _credit;
        private set => Volatile.Write(ref _credit, value);
    }

    /// <summary>Whether a delivery is half-sent: the next one to send is the same, from its beginning on.</summary>
    protected bool IsHalfSent => _sent > 0;

    /// <summary>Sends what credit and window allow, at most one turn's worth; says whether another turn would send more.</summary>
    public bool Send(FrameOutput output)
    {
        var more = SendTurn(output);
        if (_drain && !more && !IsHalfSent)
            Drain(output);
        return more;
    }

    protected override void OnOpen(FrameOutput output, Attach answer)
    {
        output.Send(Session.Channel, answer with { IsReceiver = false, SenderSettleMode = Attach.Settled, InitialDeliveryCount = 0 });
        output.Links.Add(this);
    }

    public override void Detach(FrameOutput output, AmqpError? error)
    {
        output.Links.Remove(this);
        base.Detach(output, error);
    }

    public override void OnSessionEnded(FrameOutput output)
    {
        output.Links.Remove(this);
        base.OnSessionEnded(output);
    }

    public override void OnFlow(FrameOutput output, Flow flow)
    {
        // Part 2, section 2.6.7: what the receiver grants, less what is still on its way.
        var onItsWay = _deliveryCount - (flow.DeliveryCount ?? 0);
        var granted = flow.LinkCredit ?? 0;
        Credit = granted > onItsWay ? granted - onItsWay : 0;
        _drain = flow.Drain;
        if (flow.Echo)
            SendState(output);
    }

    protected abstract bool SendTurn(FrameOutput output);

    /// <summary>Sends a message, or what is left of it; false if not all of it is sent yet.</summary>
    protected bool TrySend(FrameOutput output, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message)
    {
        var isNew = !IsHalfSent;
        if (isNew && Credit == 0)
            return false;
        if (isNew)
            _deliveryId = Session.NextDeliveryId;
        var isSent = output.TryTransfer(Session, Handle, _deliveryId, prefix, message, ref _sent);
        if (isNew && _sent > 0)
            CountBegun();
        if (isSent)
            _sent = 0;
        return isSent;
    }

    private void CountBegun()
    {
        Session.CountDelivery();
        Credit--;
        _deliveryCount++;
    }

    private void Drain(FrameOutput output)
    {
        _deliveryCount += Credit;
        Credit = 0;
        SendState(output);
        _drain = false;
    }

    private void SendState(FrameOutput output) => output.Send(
        Session.Channel,
        Session.State() with { Handle = Handle, DeliveryCount = _deliveryCount, LinkCredit = Credit, Available = 0, Drain = _drain });
}
