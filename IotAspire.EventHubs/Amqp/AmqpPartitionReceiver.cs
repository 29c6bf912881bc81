using System.Threading.Channels;
using Amqp;
using Amqp.Framing;

namespace IotAspire.EventHubs.Amqp;

/// <summary>
/// Reads a partition over one link. The hub may send as many events ahead as there is credit; credit comes back only as
/// events are taken, so a slow reader holds a bounded number of them.
/// </summary>
internal sealed class AmqpPartitionReceiver : IPartitionReceiver
{
    private const int Prefetch = 1000;
    private const int RestoreAt = Prefetch / 4;

    // Never holds more than the credit given; a bound of its own would only be a second place to get it wrong.
    private readonly Channel<Message> _arrived = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly AmqpClientOptions _options;
    private readonly Session _session;
    private readonly ReceiverLink _link;
    private int _taken;

    private AmqpPartitionReceiver(string partitionId, AmqpClientOptions options, Session session, ReceiverLink link)
    {
        (PartitionId, _options, _session, _link) = (partitionId, options, session, link);
        link.AddClosedCallback(OnClosed);
        link.Start(0, (_, message) => _arrived.Writer.TryWrite(message));
        link.SetCredit(Prefetch, CreditMode.Manual);
    }

    public string PartitionId { get; }

    public LastEnqueuedEvent? LastEnqueued { get; private set; }

    public static async Task<AmqpPartitionReceiver> OpenAsync(
        AmqpPeer peer, ReceiveLink request, AmqpClientOptions options, CancellationToken cancellationToken)
    {
        var opening = new LinkOpening($"Opening a receiver of {request.Address}");
        var session = await peer.BeginAsync(request.Address, cancellationToken);
        var link = request.Create(session, opening.OnReceiverAttached);
        try
        {
            await opening.WaitAsync(link, options.TryTimeout, options.Time, cancellationToken);
            return new AmqpPartitionReceiver(request.PartitionId, options, session, link);
        }
        catch
        {
            session.Close(TimeSpan.Zero);
            throw;
        }
    }

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int maximumCount, TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        if (!_arrived.Reader.TryPeek(out _) && !await WaitAsync(maximumWait, cancellationToken))
            return [];
        var events = new List<ReceivedEvent>();
        while (events.Count < maximumCount && _arrived.Reader.TryRead(out var message))
        {
            events.Add(EventReading.ToEvent(message));
            LastEnqueued = EventReading.ToLastEnqueued(message) ?? LastEnqueued;
        }

        RestoreCredit(events.Count);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.TryComplete();
        try
        {
            await _link.CloseAsync(_options.TryTimeout, null);
            await _session.CloseAsync(_options.TryTimeout, null);
        }
        catch (Exception exception) when (AmqpFailure.IsFailure(exception, CancellationToken.None))
        {
            // Closed already, or nobody there to answer: gone either way.
        }
    }

    private async Task<bool> WaitAsync(TimeSpan maximumWait, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(maximumWait, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _arrived.Reader.WaitToReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void RestoreCredit(int taken)
    {
        _taken += taken;
        if (_taken < RestoreAt || _link.IsClosed)
            return;
        _link.SetCredit(_taken, CreditMode.Manual);
        _taken = 0;
    }

    private void OnClosed(IAmqpObject sender, Error? error)
    {
        var failure = AmqpFailure.From(error, $"Receiving from partition {PartitionId}");
        if (_arrived.Writer.TryComplete(failure))
            _options.Status.Failed(failure);
    }
}
