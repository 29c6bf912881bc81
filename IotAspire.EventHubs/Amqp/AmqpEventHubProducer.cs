using Amqp;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Publishes over one AMQP link, opened with the first send and again when it broke. Sends may run side by side.</summary>
internal sealed class AmqpEventHubProducer(AmqpClientOptions options, EventHubsTelemetry telemetry) : IEventHubProducer
{
    private readonly AmqpPeerSource _peers = new(options);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Retrying _retrying = options.CreateRetrying();
    private SendLink? _link;

    public async Task SendAsync(string partitionKey, IReadOnlyList<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(partitionKey);
        if (events.Count == 0)
            return;
        using var span = telemetry.StartSend(options.Hub.EventHubName, options.Server, events.Count);
        try
        {
            var maximumSize = await _retrying.RunAsync(
                "Opening a sender", async () => (await GetLinkAsync(cancellationToken)).MaximumMessageSize, cancellationToken);
            foreach (var message in EventBatches.Pack(partitionKey, events.Select(span.Mark), maximumSize))
                await _retrying.RunAsync("Sending", () => SendAsync(message, cancellationToken), cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _peers.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<bool> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var link = await GetLinkAsync(cancellationToken);
        await link.Link.SendAsync(message, options.TryTimeout).WaitAsync(cancellationToken);
        return true;
    }

    private async Task<SendLink> GetLinkAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _link) is { Link.IsClosed: false } open)
            return open;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_link is { Link.IsClosed: false } reopened)
                return reopened;
            _link?.Abandon();
            _link = null;
            return _link = await SendLink.OpenAsync(await _peers.GetAsync(cancellationToken), options, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }
}
