using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Takes requests to <c>$cbs</c> or <c>$management</c> and answers on the reply link of the same session.</summary>
internal sealed class RequestLink(AmqpSession session, Attach attach, IRequestNode node, ConnectionFaults faults)
    : IncomingLink(session, attach, MaxRequestSize)
{
    private const int MaxRequestSize = 64 * 1024;

    // Replies repeat it. Clients use a number, a UUID or one as text.
    private const int MaxMessageIdLength = 256;

    private readonly string? _node = Terminus.Address(attach.Target);

    protected override async ValueTask OnDeliveryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var request = Request.Read(delivery.Payload.Span);
        if (!IsMessageId(request.MessageId))
            throw new AmqpException(AmqpError.Argument($"A request's message-id is a number, a UUID, or no more than {MaxMessageIdLength} characters or bytes."));
        Outbox.Settle(new Settlement(this, delivery.Id, delivery.IsSettled, null));
        if (FindReplyLink(request.ReplyTo) is not { } link)
            return;

        var fault = faults.Take(node.Operation, node.PathOf(request));
        var reply = (fault?.Refusal is { } refusal ? Reply.Failed(refusal) : Answer(request)).Encode(request.MessageId);
        if (!link.TryReserve(reply))
            link.End(AmqpError.Limit("Too many replies wait for credit."));
        else if (fault?.HoldFor is { } delay)
            Outbox.PostLater(delay, _ => link.Enqueue(reply));
        else
            await Outbox.PostAsync(_ => link.Enqueue(reply), cancellationToken);
    }

    private static bool IsMessageId(object? id) => id switch
    {
        string text => text.Length <= MaxMessageIdLength,
        Symbol symbol => symbol.Value.Length <= MaxMessageIdLength,
        ReadOnlyMemory<byte> bytes => bytes.Length <= MaxMessageIdLength,
        AmqpList or AmqpMap or AmqpArray or Described => false,
        _ => true,
    };

    private Reply Answer(Request request)
    {
        try
        {
            return node.Answer(request);
        }
        catch (AmqpException exception)
        {
            return Reply.Failed(exception.Error);
        }
    }

    // By address; where the reply link has none, by its name; or else the one that the session has for this node: the
    // Python SDK names none, and has both nodes on one session.
    private ReplyLink? FindReplyLink(string? replyTo)
    {
        var links = Session.Links.Values.OfType<ReplyLink>().ToList();
        return links.Find(link => link.Address == replyTo && replyTo is not null)
            ?? links.Find(link => link.Name == replyTo)
            ?? links.Find(link => link.Node == _node)
            ?? links.FirstOrDefault();
    }
}

/// <summary>Carries the replies of <c>$cbs</c> or <c>$management</c>; they wait until the peer grants credit.</summary>
internal sealed class ReplyLink(AmqpSession session, Attach attach) : OutgoingLink(session, attach)
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
