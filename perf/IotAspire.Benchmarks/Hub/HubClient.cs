using Amqp;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Amqp;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Benchmarks.Hub;

/// <summary>Bare links to the hub, so that what a client does with events isn't measured with it.</summary>
internal sealed class HubClient(string connectionString) : IAsyncDisposable
{
    private readonly AmqpClientOptions _options = new(
        EventHubConnectionString.Parse(connectionString), new EventHubRetryOptions(), TimeProvider.System, new EventHubStatus(), NullLogger.Instance);

    private readonly List<AmqpPeer> _peers = [];

    /// <summary>A sender to the hub on a connection of its own.</summary>
    public async Task<SenderLink> OpenSenderAsync(CancellationToken cancellationToken)
    {
        var peer = await ConnectAsync(cancellationToken);
        return (await SendLink.OpenAsync(peer, _options, cancellationToken)).Link;
    }

    /// <summary>A receiver from a partition's beginning, or of what comes from now on.</summary>
    public async Task<ReceiverLink> OpenReceiverAsync(AmqpPeer peer, int partition, StartPosition from, CancellationToken cancellationToken)
    {
        var request = new ReceiveLink(_options.Hub.EventHubName, "$Default", $"{partition}", from, OwnerLevel: null);
        var session = await peer.BeginAsync(request.Address, cancellationToken);
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = request.Create(session, (_, _) => attached.TrySetResult());
        await attached.Task.WaitAsync(_options.TryTimeout, cancellationToken);
        return link;
    }

    public async Task<AmqpPeer> ConnectAsync(CancellationToken cancellationToken)
    {
        var peer = await AmqpPeer.OpenAsync(_options, cancellationToken);
        _peers.Add(peer);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
            await peer.DisposeAsync();
    }
}
