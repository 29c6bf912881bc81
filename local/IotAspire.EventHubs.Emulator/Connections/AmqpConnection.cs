using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Links;
using Microsoft.AspNetCore.Connections;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// A client's connection: a handshake, then one loop that reads and one that writes. Each owns its half of the state and
/// they meet only in the outbox.
/// </summary>
internal sealed class AmqpConnection : IDisposable
{
    // Not the transport's ConnectionClosed: that fires as soon as the peer has said that it sends no more, while what it
    // sent is still to be read. The pipes end by themselves.
    private static readonly CancellationToken UntilRead = CancellationToken.None;

    // How long a peer that has said its last, or was told to go, may take to read what is still to be said to it.
    private static readonly TimeSpan TimeToRead = TimeSpan.FromSeconds(10);

    private readonly ConnectionContext _transport;
    private readonly TimeProvider _time;
    private readonly ConnectionMemory _memory;
    private readonly Outbox _outbox;
    private readonly FrameInput _input;
    private readonly FrameOutput _output;
    private readonly KeepAlive _keepAlive;
    private readonly ExpiryWatch _expiries;
    private readonly SessionTable _sessions;
    private readonly Handshake _handshake;
    private readonly FrameDispatcher _dispatcher;

    public AmqpConnection(ConnectionContext transport, Namespace served)
    {
        _transport = transport;
        _time = served.Time;
        _memory = new ConnectionMemory(served.Memory, served.Time);
        _outbox = new Outbox(served.Time);
        _input = new FrameInput(transport.Transport.Input);
        _output = new FrameOutput(transport.Transport.Output);
        _keepAlive = new KeepAlive(_outbox, _memory.Partial, served.Time, Abort);
        var claims = new Claims(served.Key, served.Time);
        _expiries = new ExpiryWatch(claims, served.Time);
        _sessions = new SessionTable(
            _outbox, _memory, new LinkFactory(served, claims, _expiries, new ConnectionFaults(served.Faults, Abort)));
        _handshake = new Handshake(_input, transport.Transport.Output, _output, claims);
        _dispatcher = new FrameDispatcher(_sessions, _outbox, _keepAlive);
    }

    /// <summary>Serves the connection until it ends. What the peer does wrong is thrown as <see cref="AmqpDecodeException"/>.</summary>
    public async Task RunAsync()
    {
        _keepAlive.Watch();
        if (!await _handshake.RunAsync(UntilRead))
            return;
        var writing = WriteAsync();
        try
        {
            await _input.ReadFramesAsync((header, body) => _dispatcher.HandleAsync(header, body, UntilRead), UntilRead);
        }
        catch (AmqpDecodeException exception)
        {
            _outbox.TryPost(output => output.Send(0, new Close(AmqpError.Decode(exception.Message))));
            throw;
        }
        finally
        {
            _keepAlive.Dispose();
            _expiries.Dispose();
            _sessions.ReleaseAll();
            _outbox.Complete();
            await FinishAsync(writing);
        }
    }

    /// <summary>Tells the peer that the server ends the connection, and stops.</summary>
    public void Close(AmqpError error) => _outbox.TryPost(output => output.Send(0, new Close(error)));

    /// <summary>Cuts the connection.</summary>
    public void Abort() => _transport.Abort(new ConnectionAbortedException("The emulator dropped the connection."));

    public void Dispose()
    {
        _keepAlive.Dispose();
        _expiries.Dispose();
        _output.Dispose();
        _outbox.Dispose();
        _memory.Dispose();
    }

    // Nothing else watches a peer that sends no more and doesn't read either.
    private async Task FinishAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(TimeToRead, _time);
        }
        catch (TimeoutException)
        {
            Abort();
            await writing;
        }
    }

    // When nothing can be written any more, the read loop mustn't go on waiting: neither for room in the outbox, nor for a
    // peer that may never speak again.
    private async Task WriteAsync()
    {
        try
        {
            await new WriteLoop(_outbox, _output).RunAsync();
        }
        finally
        {
            _outbox.Complete();
            await _transport.Transport.Output.CompleteAsync();
            _transport.Transport.Input.CancelPendingRead();
        }
    }
}
