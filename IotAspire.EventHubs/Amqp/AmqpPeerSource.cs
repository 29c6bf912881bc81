namespace IotAspire.EventHubs.Amqp;

/// <summary>One connection for a client, opened when it is first needed and again when it broke.</summary>
internal sealed class AmqpPeerSource(AmqpClientOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private AmqpPeer? _peer;

    public async Task<AmqpPeer> GetAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_peer is { IsOpen: true } open)
                return open;
            await CloseAsync();
            return _peer = await Detached.RunAsync(() => AmqpPeer.OpenAsync(options, cancellationToken));
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _opening.Dispose();
    }

    private async Task CloseAsync()
    {
        if (_peer is { } peer)
            await peer.DisposeAsync();
        _peer = null;
    }
}
