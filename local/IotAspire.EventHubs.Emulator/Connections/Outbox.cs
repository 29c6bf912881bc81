using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// What the write loop of a connection has to do. The read loop posts steps, in order, and waits when the peer doesn't read
/// its answers; partitions post settlements, of which there are never more than credit was given; anyone may wake the loop.
/// </summary>
internal sealed class Outbox
{
    private const int StepCapacity = 256;

    private readonly Channel<Action<FrameOutput>> _steps = Channel.CreateBounded<Action<FrameOutput>>(
        new BoundedChannelOptions(StepCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly ConcurrentQueue<Settlement> _settlements = new();

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

    public bool TryTakeSettlement(out Settlement settlement) => _settlements.TryDequeue(out settlement);
}
