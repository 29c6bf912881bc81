using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Asks one of the hub's nodes (<c>$cbs</c>, <c>$management</c>) and matches the answers to the questions.</summary>
internal sealed class RequestChannel
{
    private const int ReplyCredit = 100;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> _waiting = new();
    private readonly SenderLink _sender;
    private readonly ReceiverLink _receiver;
    private readonly string _node;
    private readonly string _replyTo = Guid.NewGuid().ToString();
    private readonly LinkOpening _opening;

    private RequestChannel(Session session, string node)
    {
        _node = node;
        _opening = new LinkOpening(node);
        _receiver = new ReceiverLink(
            session,
            $"{node}-receiver-{_replyTo}",
            new Attach
            {
                Source = new Source { Address = node },
                Target = new Target { Address = _replyTo },
                SndSettleMode = SenderSettleMode.Settled,
            },
            null);
        _receiver.AddClosedCallback((_, error) => FailAll(error));
        _receiver.Start(ReplyCredit, OnReply);
        _sender = new SenderLink(
            session,
            $"{node}-sender-{_replyTo}",
            new Attach { Source = new Source { Address = _replyTo }, Target = new Target { Address = node }, SndSettleMode = SenderSettleMode.Settled },
            _opening.OnSenderAttached);
    }

    public bool IsOpen => !_sender.IsClosed && !_receiver.IsClosed;

    public static async Task<RequestChannel> OpenAsync(
        Connection connection, string node, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var channel = new RequestChannel(new Session(connection), node);
        await channel._opening.WaitAsync(channel._sender, timeout, time, cancellationToken);
        return channel;
    }

    /// <summary>Sends a request; the answer, or its error status as <see cref="EventHubException"/>.</summary>
    public async Task<Message> AskAsync(Message request, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        request.Properties = new Properties { MessageId = id, ReplyTo = _replyTo };
        var answered = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answered;
        try
        {
            _sender.Send(request, null, null);
            var reply = await answered.Task.WaitAsync(timeout, time, cancellationToken);
            Check(reply);
            return reply;
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    private void Check(Message reply)
    {
        var properties = reply.ApplicationProperties?.Map;
        var status = properties?["status-code"] as int? ?? properties?["statusCode"] as int? ?? 0;
        if (status is < 200 or >= 300)
            throw AmqpFailure.From(status, properties?["error-condition"]?.ToString(), properties?["status-description"]?.ToString(), _node);
    }

    private void OnReply(IReceiverLink link, Message reply)
    {
        // The hub settles its replies itself; accepting only gives it credit for the next one.
        link.Accept(reply);
        if (reply.Properties?.CorrelationId is { } id && _waiting.TryGetValue(id, out var answered))
            answered.TrySetResult(reply);
    }

    private void FailAll(Error? error)
    {
        foreach (var (_, answered) in _waiting)
            answered.TrySetException(AmqpFailure.From(error, _node));
    }
}
