using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>A link on which the server sends. Its credit belongs to the write loop.</summary>
internal abstract class SendingLink(AmqpSession session, Attach attach) : Link(session, attach)
{
    private uint _deliveryCount;
    private uint _credit;
    private bool _drain;

    /// <summary>The credit as seen from any thread.</summary>
    protected uint CreditLeft => Volatile.Read(ref _credit);

    protected uint Credit
    {
        get => _credit;
        private set => Volatile.Write(ref _credit, value);
    }

    /// <summary>Sends what credit and window allow, at most one turn's worth; says whether another turn would send more.</summary>
    public bool Send(FrameOutput output)
    {
        var more = SendTurn(output);
        if (_drain && !more)
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

    public override void OnFlow(FrameOutput output, Flow flow)
    {
        // Part 2, section 2.6.7: what the receiver grants, less what is still on its way.
        var credit = (int)((flow.DeliveryCount ?? 0) + (flow.LinkCredit ?? 0) - _deliveryCount);
        Credit = (uint)Math.Max(0, credit);
        _drain = flow.Drain;
        if (flow.Echo)
            SendState(output);
    }

    protected abstract bool SendTurn(FrameOutput output);

    protected bool TrySend(FrameOutput output, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message)
    {
        if (Credit == 0 || !output.TryTransfer(Session, Handle, _deliveryCount, prefix, message))
            return false;
        Credit--;
        _deliveryCount++;
        return true;
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
