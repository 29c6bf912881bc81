using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Carries the replies of <c>$cbs</c> or <c>$management</c>; they wait until the peer grants credit.</summary>
internal sealed class ReplyLink(AmqpSession session, Attach attach) : SendingLink(session, attach)
{
    private const int MaximumWaiting = 1000;

    private readonly Queue<byte[]> _waiting = [];

    /// <summary>Where the replies come from: <c>$cbs</c> or <c>$management</c>.</summary>
    public string? Node { get; } = Terminus.Address(attach.Source);

    /// <summary>The address that requests name as reply-to; some clients give none.</summary>
    public string? Address { get; } = Terminus.Address(attach.Target);

    /// <summary>Step of the write loop.</summary>
    public void Enqueue(FrameOutput output, byte[] reply)
    {
        if (_waiting.Count >= MaximumWaiting)
            Detach(output, AmqpError.Limit("Too many replies wait for credit."));
        else
            _waiting.Enqueue(reply);
    }

    protected override bool SendTurn(FrameOutput output)
    {
        while (_waiting.TryPeek(out var reply) && TrySend(output, [], reply))
            _waiting.Dequeue();
        return false;
    }
}
