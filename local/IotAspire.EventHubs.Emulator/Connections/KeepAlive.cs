using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// Sends an empty frame well inside the peer's idle time-out, and gives up a peer from which nothing came for twice ours
/// (part 2, section 2.4.5), that doesn't even open the connection, or that ends none of the messages it has begun.
/// </summary>
internal sealed class KeepAlive(Outbox outbox, PartialDeliveries partial, TimeProvider time, Action abandon) : IDisposable
{
    /// <summary>How long we wait for a frame before we are uneasy; the peer is told to send one in time.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TimeToOpen = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(100);

    private ITimer? _timer;
    private long _lastFrame;
    private volatile bool _isOpen;

    private TimeSpan Patience => _isOpen ? 2 * IdleTimeout : TimeToOpen;

    /// <summary>Begins to watch a peer that has just connected.</summary>
    public void Watch()
    {
        OnFrame();
        _timer = time.CreateTimer(_ => OnTick(), null, MaxPause, MaxPause);
    }

    public void OnFrame() => Volatile.Write(ref _lastFrame, time.GetTimestamp());

    /// <summary>The peer opened the connection, and wants a frame in that many milliseconds; 0 if it doesn't care.</summary>
    public void OnOpen(uint peerMilliseconds)
    {
        _isOpen = true;
        var pause = peerMilliseconds == 0 ? MaxPause : TimeSpan.FromMilliseconds(peerMilliseconds / 3.0);
        pause = pause > MaxPause ? MaxPause : pause < MinPause ? MinPause : pause;
        _timer?.Change(pause, pause);
    }

    public void Dispose() => _timer?.Dispose();

    private void OnTick()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _lastFrame)) > Patience || partial.IsStalled)
            abandon();
        else if (_isOpen)
            outbox.TryPost(output => output.Send(0, null));
    }
}
