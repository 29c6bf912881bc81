using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>A link of a session, seen from the server.</summary>
internal abstract class Link(AmqpSession session, Attach attach)
{
    public AmqpSession Session { get; } = session;

    public string Name { get; } = attach.Name;

    public uint Handle { get; } = attach.Handle;

    /// <summary>Whether we detached it; then the peer's detach needs no answer. Belongs to the write loop.</summary>
    public bool IsDetached { get; private set; }

    /// <summary>Step of the write loop: says that the link is there.</summary>
    public abstract void Open(FrameOutput output, Attach answer);

    /// <summary>Step of the write loop: the link ends, because the peer said so or because of an error.</summary>
    public virtual void Detach(FrameOutput output, AmqpError? error)
    {
        if (IsDetached)
            return;
        IsDetached = true;
        output.Send(Session.Channel, new Detach(Handle, Closed: true, error));
    }

    /// <summary>Step of the write loop: the peer told the link's state.</summary>
    public virtual void OnFlow(FrameOutput output, Flow flow)
    {
        if (flow.Echo)
            output.Send(Session.Channel, Session.State());
    }

    /// <summary>Lets go of everything outside the connection. Called once, by the read loop, however the link ended.</summary>
    public virtual void Release()
    {
    }
}
