using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>
/// A link of a session. Its direction is the server's view, incoming or outgoing; the classes below are named after the peer's part:
/// publisher, consumer, request, reply.
/// </summary>
internal abstract class Link(AmqpSession session, Attach attach)
{
    private AmqpError? _ending;

    public AmqpSession Session { get; } = session;

    public string Name { get; } = attach.Name;

    public uint Handle { get; } = attach.Handle;

    /// <summary>Whether we detached it, or its session ended; then nothing more is to be said of it. Belongs to the write loop.</summary>
    public bool IsDetached { get; private set; }

    /// <summary>Whether its attach was answered. Belongs to the write loop.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How long the answer to its attach is held back.</summary>
    public TimeSpan OpenDelay { get; set; }

    /// <summary>Called once when the link is released.</summary>
    public Action? Released { get; set; }

    /// <summary>Why the server ends the link; null while it doesn't.</summary>
    public AmqpError? Ending => Volatile.Read(ref _ending);

    /// <summary>Ends the link soon; called from any thread. The first reason is the one that the peer gets.</summary>
    public void End(AmqpError error)
    {
        if (Interlocked.CompareExchange(ref _ending, error, null) is null)
            Session.Outbox.End(this);
    }

    /// <summary>Step of the write loop: says that the link is there.</summary>
    public void Open(FrameOutput output, Attach answer)
    {
        if (IsDetached)
            return;
        IsOpen = true;
        OnOpen(output, answer);
        if (Ending is { } error)
            Detach(output, error);
    }

    /// <summary>Step of the write loop: the link ends, because the peer said so or because of an error.</summary>
    public virtual void Detach(FrameOutput output, AmqpError? error)
    {
        if (IsDetached)
            return;
        IsDetached = true;
        output.Send(Session.Channel, new Detach(Handle, Closed: true, error));
    }

    /// <summary>Step of the write loop: the session ended, and the link with it.</summary>
    public virtual void OnSessionEnded(FrameOutput output) => IsDetached = true;

    /// <summary>Step of the write loop: the peer told the link's state.</summary>
    public virtual void OnFlow(FrameOutput output, Flow flow)
    {
        if (flow.Echo)
            output.Send(Session.Channel, Session.State());
    }

    /// <summary>Lets go of everything outside the connection. Called once, by the read loop, however the link ended.</summary>
    public virtual void Release() => Released?.Invoke();

    protected abstract void OnOpen(FrameOutput output, Attach answer);
}

/// <summary>What the server reads from a link's source or target.</summary>
internal static class Terminus
{
    public static string? Address(Described? terminus) =>
        terminus?.Value is AmqpList { Items: [var address, ..] } ? address as string ?? (address as Symbol?)?.Value : null;
}
