using System.Collections.Concurrent;
using System.Threading.Channels;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// What the write loop of a connection has to do. The read loop posts steps, in order, and waits when the peer doesn't read
/// its answers; partitions post settlements, one for each delivery that the read loop began here, and anyone may end a
/// link, once, or wake the loop.
/// </summary>
internal sealed class Outbox(TimeProvider time) : IDisposable
{
    private const int StepCapacity = 256;

    // Deliveries whose settlement isn't written yet, over all links: each link has its credit, but a peer may have many links.
    private const int MaxUnsettled = 16 * 1024;

    private readonly SemaphoreSlim _unsettled = new(MaxUnsettled);

    private readonly Channel<Action<FrameOutput>> _steps = Channel.CreateBounded<Action<FrameOutput>>(
        new BoundedChannelOptions(StepCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly ConcurrentQueue<Settlement> _settlements = new();
    private readonly ConcurrentQueue<Link> _ending = new();

    // One wake-up covers everything that came before it, so a second one adds nothing.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public async ValueTask PostAsync(Action<FrameOutput> step, CancellationToken cancellationToken)
    {
        if (!_steps.Writer.TryWrite(step))
            await _steps.Writer.WriteAsync(step, cancellationToken);
        Wake();
    }

    /// <summary>Posts if there is room: for signs of life, which a full outbox makes needless.</summary>
    public void TryPost(Action<FrameOutput> step)
    {
        _steps.Writer.TryWrite(step);
        Wake();
    }

    /// <summary>Posts when the time has passed, unless the connection is gone by then.</summary>
    public void PostLater(TimeSpan delay, Action<FrameOutput> step) => _ = PostAfterAsync(Task.Delay(delay, time), step);

    public void SettleLater(TimeSpan delay, Settlement settlement) =>
        Task.Delay(delay, time).ContinueWith(_ => Settle(settlement), TaskScheduler.Default);

    /// <summary>Waits while too many deliveries wait to be settled, such as those of a peer that doesn't read.</summary>
    public ValueTask BeginDeliveryAsync(CancellationToken cancellationToken)
    {
        // Without a task where there is room: once per message.
        return _unsettled.Wait(0, cancellationToken) ? ValueTask.CompletedTask : new ValueTask(_unsettled.WaitAsync(cancellationToken));
    }

    public void End(Link link)
    {
        _ending.Enqueue(link);
        Wake();
    }

    public void Settle(Settlement settlement)
    {
        _settlements.Enqueue(settlement);
        Wake();
    }

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Nothing more will come. Wakes the loop for the last time.</summary>
    public void Complete()
    {
        _steps.Writer.TryComplete();
        _wake.Writer.TryComplete();
        // No settlement will be written any more.
        _unsettled.Release(MaxUnsettled);
    }

    /// <summary>Waits for a wake-up; false when nothing more will come.</summary>
    public async ValueTask<bool> WaitAsync() => await _wake.Reader.WaitToReadAsync() && _wake.Reader.TryRead(out _);

    public bool TryTakeStep(out Action<FrameOutput> step) => _steps.Reader.TryRead(out step!);

    public bool TryTakeEnding(out Link link) => _ending.TryDequeue(out link!);

    public bool TryTakeSettlement(out Settlement settlement)
    {
        if (!_settlements.TryDequeue(out settlement))
            return false;
        _unsettled.Release();
        return true;
    }

    public void Dispose() => _unsettled.Dispose();

    private async Task PostAfterAsync(Task delay, Action<FrameOutput> step)
    {
        await delay;
        try
        {
            await PostAsync(step, CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // Nobody waits for it any more.
        }
    }
}

/// <summary>A delivery from the peer is done with.</summary>
/// <param name="Link">The link that it came on.</param>
/// <param name="DeliveryId">Which one.</param>
/// <param name="IsSettled">Whether the peer settled it itself and expects no disposition.</param>
/// <param name="Rejection">Why it was rejected; null for accepted.</param>
internal readonly record struct Settlement(IncomingLink Link, uint DeliveryId, bool IsSettled, AmqpError? Rejection);
