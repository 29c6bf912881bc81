using System.Collections.Concurrent;
using System.Threading.Channels;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// What the write loop of a connection has to do. The read loop posts steps, in order, and waits when the peer doesn't read
/// its answers; partitions post settlements, of which there are never more than credit was given, and anyone may end a
/// link, once, or wake the loop.
/// </summary>
internal sealed class Outbox(TimeProvider time)
{
    private const int StepCapacity = 256;

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
    }

    /// <summary>Waits for a wake-up; false when nothing more will come.</summary>
    public async ValueTask<bool> WaitAsync() => await _wake.Reader.WaitToReadAsync() && _wake.Reader.TryRead(out _);

    public bool TryTakeStep(out Action<FrameOutput> step) => _steps.Reader.TryRead(out step!);

    public bool TryTakeEnding(out Link link) => _ending.TryDequeue(out link!);

    public bool TryTakeSettlement(out Settlement settlement) => _settlements.TryDequeue(out settlement);

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
