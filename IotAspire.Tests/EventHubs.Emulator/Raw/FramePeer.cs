using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>A peer that says exactly what it is told to: the codec without a client around it.</summary>
internal sealed class FramePeer : IAsyncDisposable
{
    public static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];

    // Small and fixed, so that a peer that doesn't read soon holds up the server: the system would grow it to many megabytes.
    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 64 * 1024 };
    private NetworkStream _stream = null!;
    private PipeReader _input = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects and says nothing.</summary>
    public static async Task<FramePeer> ConnectAsync(int port)
    {
        var peer = new FramePeer();
        await peer._tcp.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        peer._stream = peer._tcp.GetStream();
        peer._input = PipeReader.Create(peer._stream);
        return peer;
    }

    /// <summary>Connects and opens the connection.</summary>
    public static async Task<FramePeer> OpenAsync(int port)
    {
        var peer = await ConnectAsync(port);
        await peer.WriteAsync(AmqpHeader);
        await peer.SendAsync(new Open("raw") { HostName = "localhost", MaxFrameSize = 65536, IdleTimeout = 30_000 });
        Assert.Equal(AmqpHeader, await peer.ReadBytesAsync(AmqpHeader.Length));
        await peer.ReadAsync(PerformativeCode.Open);
        return peer;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, Cancellation);

    /// <summary>Writes; false if the server took none of it for that long.</summary>
    public async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan patience)
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        impatient.CancelAfter(patience);
        try
        {
            await _stream.WriteAsync(bytes, impatient.Token);
            return true;
        }
        catch (OperationCanceledException) when (impatient.IsCancellationRequested && !Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public Task SendAsync(IPerformative performative, ushort channel = 0, byte[]? payload = null) =>
        WriteAsync(RawFrame.Encode(performative, channel, payload));

    /// <summary>Sends, unless the server has ended the connection.</summary>
    public async Task TrySendAsync(IPerformative performative)
    {
        try
        {
            await SendAsync(performative);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Ended.
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The last frame of the next delivery.</summary>
    public async Task<RawFrame> ReadWholeAsync()
    {
        const int MoreField = 5;
        var frame = await ReadAsync(PerformativeCode.Transfer);
        while (frame.Fields[MoreField] is true)
            frame = await ReadAsync(PerformativeCode.Transfer);
        return frame;
    }

    /// <summary>The next frame with that performative, within the deadline; others are passed over.</summary>
    public Task<RawFrame> ReadAsync(ulong code) => FindAsync(code).WaitAsync(TestHub.Deadline, Cancellation);

    /// <summary>The next frame that isn't empty.</summary>
    public async Task<RawFrame> ReadAsync()
    {
        while (true)
        {
            var buffer = await ReadSomeAsync();
            var isWhole = Frame.TryRead(ref buffer, uint.MaxValue, out var header, out var body);
            var frame = isWhole && body.Length > 0 ? RawFrame.Decode(header, body.ToArray()) : null;
            _input.AdvanceTo(buffer.Start, isWhole ? buffer.Start : buffer.End);
            if (frame is not null)
                return frame;
        }
    }

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        while (true)
        {
            var buffer = await ReadSomeAsync();
            var bytes = buffer.Length >= count ? buffer.Slice(0, count).ToArray() : null;
            _input.AdvanceTo(buffer.GetPosition(bytes is null ? 0 : count), buffer.GetPosition(bytes is null ? buffer.Length : count));
            if (bytes is not null)
                return bytes;
        }
    }

    /// <summary>Sends, says that nothing more comes, and waits until the server has ended the connection.</summary>
    public async Task SendAllAndEndAsync(byte[] bytes)
    {
        try
        {
            await WriteAsync(bytes);
            _tcp.Client.Shutdown(SocketShutdown.Send);
            while (true)
                _input.AdvanceTo((await ReadSomeAsync()).End);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Ended, in one way or the other.
        }
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RawFrame> FindAsync(ulong code)
    {
        while (true)
        {
            var frame = await ReadAsync();
            if (frame.Code == code)
                return frame;
        }
    }

    private async Task<ReadOnlySequence<byte>> ReadSomeAsync()
    {
        var result = await _input.ReadAsync(Cancellation).AsTask().WaitAsync(TestHub.Deadline, Cancellation);
        if (result.IsCompleted && result.Buffer.IsEmpty)
            throw new EndOfStreamException("The server closed the connection.");
        return result.Buffer;
    }
}
