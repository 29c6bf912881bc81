using System.Buffers;
using System.IO.Pipelines;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>Takes protocol headers and frames off the wire.</summary>
internal sealed class FrameInput(PipeReader pipe)
{
    /// <summary>Largest frame that we take.</summary>
    public const int MaxFrameSize = 65536;

    private const int ProtocolHeaderSize = 8;

    /// <summary>The eight bytes that open a protocol layer; null if the peer left instead.</summary>
    public async ValueTask<byte[]?> ReadProtocolHeaderAsync(CancellationToken cancellationToken)
    {
        var result = await pipe.ReadAtLeastAsync(ProtocolHeaderSize, cancellationToken);
        if (result.Buffer.Length < ProtocolHeaderSize)
            return null;
        var header = result.Buffer.Slice(0, ProtocolHeaderSize);
        var bytes = header.ToArray();
        pipe.AdvanceTo(header.End);
        return bytes;
    }

    /// <summary>
    /// Hands each frame to the handler until it says to stop or the peer has left. A frame's body is only there until the
    /// handler returns.
    /// </summary>
    public async Task ReadFramesAsync(Func<FrameHeader, ReadOnlyMemory<byte>, ValueTask<bool>> handle, CancellationToken cancellationToken)
    {
        var goOn = true;
        while (goOn)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (goOn && Frame.TryRead(ref buffer, MaxFrameSize, out var header, out var body))
                goOn = await HandleAsync(header, body, handle);
            pipe.AdvanceTo(buffer.Start, goOn ? buffer.End : buffer.Start);
            goOn &= !result.IsCompleted && !result.IsCanceled;
        }
    }

    private static async ValueTask<bool> HandleAsync(
        FrameHeader header, ReadOnlySequence<byte> body, Func<FrameHeader, ReadOnlyMemory<byte>, ValueTask<bool>> handle)
    {
        if (body.IsSingleSegment)
            return await handle(header, body.First);

        var length = (int)body.Length;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(copy);
            return await handle(header, copy.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
