using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>Reads a frame's performative and does what it says. Belongs to the read loop.</summary>
internal sealed class FrameDispatcher(SessionTable sessions, Outbox outbox, KeepAlive keepAlive)
{
    private bool _isOpen;

    /// <summary>Handles a frame; false after the peer's close.</summary>
    public async ValueTask<bool> HandleAsync(FrameHeader header, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        keepAlive.OnFrame();
        if (header.Type != Frame.Amqp)
            throw new AmqpDecodeException($"A frame of type {header.Type} isn't expected here.");
        if (body.IsEmpty)
            return true;
        var code = Descriptor(body.Span, out var consumed);
        if (!_isOpen && code != PerformativeCode.Open)
            throw new AmqpDecodeException("The first frame must be open.");
        if (code == PerformativeCode.Close)
        {
            await outbox.PostAsync(output => output.Send(0, new Close(null)), cancellationToken);
            return false;
        }

        await DispatchAsync(code, header.Channel, body, consumed, cancellationToken);
        return true;
    }

    private ValueTask DispatchAsync(ulong code, ushort channel, ReadOnlyMemory<byte> body, int consumed, CancellationToken cancellationToken)
    {
        var reader = new AmqpReader(body.Span[consumed..]);
        var fields = reader.ReadList();
        return code switch
        {
            PerformativeCode.Open => OpenAsync(Open.Read(fields), cancellationToken),
            PerformativeCode.Begin => sessions.BeginAsync(channel, Begin.Read(fields), cancellationToken),
            PerformativeCode.Attach => sessions.AttachAsync(channel, Attach.Read(fields), cancellationToken),
            PerformativeCode.Flow => sessions.FlowAsync(channel, Flow.Read(fields), cancellationToken),
            PerformativeCode.Transfer => sessions.TransferAsync(
                channel, Transfer.Read(fields), body[(consumed + reader.Position)..], cancellationToken),
            // Whatever we send is settled, so the peer's dispositions tell nothing.
            PerformativeCode.Disposition => ValueTask.CompletedTask,
            PerformativeCode.Detach => sessions.DetachAsync(channel, Detach.Read(fields), cancellationToken),
            PerformativeCode.End => sessions.EndAsync(channel, null, cancellationToken),
            _ => throw new AmqpDecodeException($"0x{code:x} isn't a performative."),
        };
    }

    private ValueTask OpenAsync(Open open, CancellationToken cancellationToken)
    {
        if (_isOpen)
            throw new AmqpDecodeException("open came twice.");
        _isOpen = true;
        keepAlive.OnOpen(open.IdleTimeout);
        var answer = new Open("IotAspire.EventHubs.Emulator")
        {
            MaxFrameSize = FrameInput.MaxFrameSize,
            MaxChannel = SessionTable.MaxChannel,
            IdleTimeout = (uint)KeepAlive.IdleTimeout.TotalMilliseconds,
        };
        return outbox.PostAsync(
            output =>
            {
                output.Limit(open.MaxFrameSize, FrameInput.MaxFrameSize);
                output.Send(0, answer);
            },
            cancellationToken);
    }

    private static ulong Descriptor(ReadOnlySpan<byte> body, out int consumed)
    {
        var reader = new AmqpReader(body);
        var code = reader.ReadDescriptor();
        consumed = reader.Position;
        return code;
    }
}
