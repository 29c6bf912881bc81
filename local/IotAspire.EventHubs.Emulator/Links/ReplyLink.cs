using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Carries the replies of <c>$cbs</c> or <c>$management</c>; they wait until the peer grants credit.</summary>
internal sealed class ReplyLink(AmqpSession session, Attach attach) : SendingLink(session, attach)
{
    /// <summary>The overhead of a reply.</summary>
    private const int Overhead = 100;

    private readonly Queue<byte[]> _waiting = [];

    /// <summary>Where the replies come from: <c>$cbs</c> or <c>$management</c>.</summary>
    public string? Node { get; } = Terminus.Address(attach.Source);

    /// <summary>The address that requests name as reply-to; some clients give none.</summary>
    public string? Address { get; } = Terminus.Address(attach.Target);

    /// <summary>Makes room for a reply before it is queued; false if the connection has too many already. Called by the read loop.</summary>
    public bool TryReserve(byte[] reply) => Session.Memory.Replies.TryKeep(reply.Length + Overhead);

    /// <summary>Step of the write loop, once for each reply that there is room for.</summary>
    public void Enqueue(byte[] reply)
    {
        if (IsDetached)
            Release(reply);
        else
            _waiting.Enqueue(reply);
    }

    public override void Detach(FrameOutput output, AmqpError? error)
    {
        base.Detach(output, error);
        Forget();
    }

    public override void OnSessionEnded(FrameOutput output)
    {
        base.OnSessionEnded(output);
        Forget();
    }

    protected override bool SendTurn(FrameOutput output)
    {
        while (_waiting.TryPeek(out var reply) && TrySend(output, [], reply))
            Release(_waiting.Dequeue());
        return false;
    }

    private void Forget()
    {
        while (_waiting.TryDequeue(out var reply))
            Release(reply);
    }

    private void Release(byte[] reply) => Session.Memory.Replies.Release(reply.Length + Overhead);
}
