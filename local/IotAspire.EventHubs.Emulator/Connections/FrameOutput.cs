using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>Writes frames to the peer. Belongs to the write loop.</summary>
internal sealed class FrameOutput(PipeWriter pipe) : IDisposable
{
    private const int TransferHeaderSize = 38;
    private const int MinFrame = 512;

    // More than this is not put together before the peer has taken some of it.
    private const int MaxUnflushed = 256 * 1024;

    private readonly AmqpWriter _scratch = new();

    /// <summary>Largest frame that the peer takes.</summary>
    public int MaxFrameSize { get; private set; } = MinFrame;

    /// <summary>Set once our close is written: nothing may follow it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Links with something to send, now or later.</summary>
    public List<OutgoingLink> Links { get; } = [];

    /// <summary>Whether it is time to flush.</summary>
    public bool IsFull => pipe.UnflushedBytes >= MaxUnflushed;

    public void Limit(uint maxFrameSize, int ours) =>
        MaxFrameSize = Math.Max(MinFrame, (int)Math.Min(maxFrameSize, (uint)ours));

    public void Send(ushort channel, IPerformative? performative, byte type = Frame.Amqp)
    {
        if (IsClosed)
            return;
        _scratch.Clear();
        Frame.Write(_scratch, type, channel, performative);
        pipe.Write(_scratch.Written);
        IsClosed = performative is Close;
    }

    /// <summary>
    /// Sends a message settled, in as many of its frames as the session's window has room for; says whether all of it is sent.
    /// If not, <paramref name="sent"/> tells the next call where to go on.
    /// </summary>
    public bool TryTransfer(
        AmqpSession session, uint handle, uint deliveryId, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message, ref int sent)
    {
        var room = MaxFrameSize - TransferHeaderSize;
        var total = prefix.Length + message.Length;
        do
        {
            if (IsClosed || session.PeerWindow == 0)
                return false;
            var count = Math.Min(total - sent, room);
            WriteTransferHeader(session.Channel, handle, deliveryId, more: sent + count < total, count);
            var ofPrefix = Math.Clamp(prefix.Length - sent, 0, count);
            pipe.Write(prefix.Slice(Math.Min(sent, prefix.Length), ofPrefix));
            pipe.Write(message.Slice(Math.Max(sent - prefix.Length, 0), count - ofPrefix));
            sent += count;
            session.CountOutgoing();
        }
        while (sent < total);
        return true;
    }

    public async ValueTask<bool> FlushAsync()
    {
        var result = await pipe.FlushAsync();
        return !result.IsCompleted && !IsClosed;
    }

    public void Dispose() => _scratch.Dispose();

    // Transfer by hand: one per message, always the same fields. All eleven, see IPerformative.
    private void WriteTransferHeader(ushort channel, uint handle, uint deliveryId, bool more, int payload)
    {
        var bytes = pipe.GetSpan(TransferHeaderSize);
        BinaryPrimitives.WriteInt32BigEndian(bytes, TransferHeaderSize + payload);
        bytes[4] = Frame.HeaderSize / 4;
        bytes[5] = Frame.Amqp;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], channel);
        ReadOnlySpan<byte> start = [FormatCode.Described, FormatCode.ULongSmall, (byte)PerformativeCode.Transfer, FormatCode.List8, 25, 11];
        start.CopyTo(bytes[8..]);
        bytes[14] = FormatCode.UInt;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[15..], handle);
        bytes[19] = FormatCode.UInt;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], deliveryId);
        bytes[24] = FormatCode.Binary8;
        bytes[25] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[26..], deliveryId);
        ReadOnlySpan<byte> end =
        [
            FormatCode.UIntZero, FormatCode.BooleanTrue, more ? FormatCode.BooleanTrue : FormatCode.BooleanFalse,
            FormatCode.Null, FormatCode.Null, FormatCode.Null, FormatCode.BooleanFalse, FormatCode.Null,
        ];
        end.CopyTo(bytes[30..]);
        pipe.Advance(TransferHeaderSize);
    }
}
