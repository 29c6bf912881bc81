using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// The sessions and links of a connection, kept by its read loop. Frames for a session or link that isn't there any more
/// are dropped: clients go on sending for a while after they have ended one.
/// </summary>
internal sealed class SessionTable(Outbox outbox, ConnectionMemory memory, LinkFactory links)
{
    public const ushort MaxChannel = 8191;

    /// <summary>More than any client has on one connection; bounds what a hostile one can make us remember.</summary>
    private const int MaxLinks = 10_000;

    private readonly Dictionary<ushort, AmqpSession> _sessions = [];
    private int _links;

    public ValueTask BeginAsync(ushort channel, Begin begin, CancellationToken cancellationToken)
    {
        if (channel > MaxChannel || _sessions.ContainsKey(channel))
            throw new AmqpDecodeException($"Channel {channel} is taken or over {MaxChannel}.");
        var session = new AmqpSession(channel, begin, memory, outbox);
        _sessions.Add(channel, session);
        return outbox.PostAsync(
            output => output.Send(channel, new Begin(channel, session.NextOutgoingId, AmqpSession.Window, AmqpSession.Window)
            {
                HandleMaximum = AmqpSession.MaxHandle,
            }),
            cancellationToken);
    }

    public ValueTask AttachAsync(ushort channel, Attach attach, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(channel, out var session))
            return ValueTask.CompletedTask;
        if (attach.Handle > AmqpSession.MaxHandle || session.Links.ContainsKey(attach.Handle))
            throw new AmqpDecodeException($"Handle {attach.Handle} is taken or over {AmqpSession.MaxHandle}.");

        var answer = attach with { OfferedCapabilities = attach.DesiredCapabilities, MaxMessageSize = null };
        Link link;
        try
        {
            if (_links >= MaxLinks)
                throw new AmqpException(AmqpError.Limit("The connection has too many links."));
            link = links.Create(session, attach);
        }
        catch (AmqpException exception)
        {
            return RefuseAsync(session, answer, exception.Error, cancellationToken);
        }

        session.Links.Add(attach.Handle, link);
        _links++;
        if (link.OpenDelay > TimeSpan.Zero)
        {
            outbox.PostLater(link.OpenDelay, output => link.Open(output, answer));
            return ValueTask.CompletedTask;
        }

        return outbox.PostAsync(output => link.Open(output, answer), cancellationToken);
    }

    public ValueTask FlowAsync(ushort channel, Flow flow, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(channel, out var session))
            return ValueTask.CompletedTask;
        var link = flow.Handle is { } handle ? session.Links.GetValueOrDefault(handle) : null;
        return outbox.PostAsync(
            output =>
            {
                session.OnFlow(flow);
                if (link is not null)
                    link.OnFlow(output, flow);
                else if (flow.Echo)
                    output.Send(channel, session.State());
            },
            cancellationToken);
    }

    public ValueTask TransferAsync(ushort channel, Transfer transfer, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(channel, out var session))
            return ValueTask.CompletedTask;
        if (!session.TryCountIncoming())
            return EndAsync(channel, AmqpError.WindowViolation("More transfers were sent than the session's window has room for."), cancellationToken);
        return session.NeedsRenewal()
            ? RenewAndHandOnAsync(session, transfer, payload, cancellationToken)
            : HandOnAsync(session, transfer, payload, cancellationToken);
    }

    private async ValueTask RenewAndHandOnAsync(
        AmqpSession session, Transfer transfer, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await HandOnAsync(session, transfer, payload, cancellationToken);
        await outbox.PostAsync(output => output.Send(session.Channel, session.State()), cancellationToken);
    }

    private static ValueTask HandOnAsync(
        AmqpSession session, Transfer transfer, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        return session.Links.GetValueOrDefault(transfer.Handle) is IncomingLink link
            ? link.OnTransferAsync(transfer, payload, cancellationToken)
            : ValueTask.CompletedTask;
    }

    public ValueTask DetachAsync(ushort channel, Detach detach, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(channel, out var session) || !session.Links.TryGetValue(detach.Handle, out var link))
            return ValueTask.CompletedTask;
        Remove(session, link);
        return outbox.PostAsync(output => link.Detach(output, null), cancellationToken);
    }

    /// <summary>The peer ends a session, or an error does.</summary>
    public ValueTask EndAsync(ushort channel, AmqpError? error, CancellationToken cancellationToken)
    {
        if (!_sessions.Remove(channel, out var session))
            return ValueTask.CompletedTask;
        Release(session);
        return outbox.PostAsync(
            output =>
            {
                foreach (var link in session.Links.Values)
                    link.OnSessionEnded(output);
                session.IsEnded = true;
                output.Send(channel, new End(error));
            },
            cancellationToken);
    }

    /// <summary>The connection is gone.</summary>
    public void ReleaseAll()
    {
        foreach (var session in _sessions.Values)
            Release(session);
        _sessions.Clear();
    }

    // A refusal is an attach without the terminus that couldn't be had, and a detach right behind it (part 2, section 2.6.3).
    private ValueTask RefuseAsync(AmqpSession session, Attach answer, AmqpError error, CancellationToken cancellationToken) =>
        outbox.PostAsync(
            output =>
            {
                output.Send(session.Channel, answer.IsReceiver
                    ? answer with { IsReceiver = false, Source = null, InitialDeliveryCount = 0 }
                    : answer with { IsReceiver = true, Target = null, InitialDeliveryCount = null });
                output.Send(session.Channel, new Detach(answer.Handle, Closed: true, error));
            },
            cancellationToken);

    private void Remove(AmqpSession session, Link link)
    {
        session.Links.Remove(link.Handle);
        _links--;
        link.Release();
    }

    private void Release(AmqpSession session)
    {
        _links -= session.Links.Count;
        foreach (var link in session.Links.Values)
            link.Release();
    }
}
