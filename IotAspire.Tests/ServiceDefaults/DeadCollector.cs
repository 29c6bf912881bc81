using System.Net;
using System.Net.Sockets;

namespace IotAspire.Tests.ServiceDefaults;

/// <summary>The address of a collector that takes connections and never answers, or, once closed, of none.</summary>
internal sealed class DeadCollector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Socket> _connections = [];
    private readonly Task _accepting;

    private DeadCollector()
    {
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}").ToString();
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>Completes when somebody has sent something.</summary>
    public Task Asked => _asked.Task;

    public static DeadCollector ThatHangs() => new();

    public static async Task<DeadCollector> ThatIsGoneAsync()
    {
        var collector = new DeadCollector();
        await collector.DisposeAsync();
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _connections.ForEach(connection => connection.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptSocketAsync();
                _connections.Add(connection);
                if (await connection.ReceiveAsync(new byte[1]) > 0)
                    _asked.TrySetResult();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
