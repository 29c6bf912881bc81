using System.Collections.Concurrent;
using System.Threading.Channels;
using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;
using Microsoft.AspNetCore.Connections;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>All connections, and the end of each: whatever a peer does ends its own connection and no other.</summary>
internal sealed partial class AmqpConnections(Namespace served, ILogger logger) : ConnectionHandler
{
    private readonly ConcurrentDictionary<AmqpConnection, Task> _open = new();

    public int Count => _open.Count;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (served.Faults.Take(FaultOperation.Connect, null, null) is not null)
        {
            connection.Abort(new ConnectionAbortedException("A fault on demand keeps connections out."));
            return;
        }

        using var amqp = new AmqpConnection(connection, served);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[amqp] = ended.Task;
        try
        {
            await amqp.RunAsync();
        }
        catch (AmqpDecodeException exception)
        {
            LogMalformed(logger, connection.ConnectionId, exception.Message);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            LogGone(logger, connection.ConnectionId, exception.Message);
        }
        finally
        {
            _open.TryRemove(amqp, out _);
            ended.SetResult();
        }
    }

    /// <summary>Cuts all connections; returns when none of them is left.</summary>
    public Task DropAsync()
    {
        var open = _open.ToArray();
        foreach (var (connection, _) in open)
            connection.Abort();
        return Task.WhenAll(open.Select(entry => entry.Value));
    }

    /// <summary>Cuts all connections, without waiting for them to be gone.</summary>
    public void Abort()
    {
        foreach (var (connection, _) in _open)
            connection.Abort();
    }

    /// <summary>Takes leave of all peers.</summary>
    public void Close()
    {
        foreach (var (connection, _) in _open)
            connection.Close(new AmqpError("amqp:connection:forced", "The server stops."));
    }

    private static bool IsGone(Exception exception) => exception is IOException or ConnectionAbortedException
        or OperationCanceledException or ChannelClosedException;

    [LoggerMessage(4001, LogLevel.Warning, "Connection {Connection} sent bytes that aren't AMQP: {Reason}")]
    private static partial void LogMalformed(ILogger logger, string connection, string reason);

    [LoggerMessage(4002, LogLevel.Debug, "Connection {Connection} closed: {Reason}")]
    private static partial void LogGone(ILogger logger, string connection, string reason);
}

/// <summary>What connections are served from.</summary>
internal sealed record Namespace(HubDirectory Hubs, SharedAccessKey Key, FaultRegister Faults, ByteBudget Memory, int MaxMessageSize, TimeProvider Time);
