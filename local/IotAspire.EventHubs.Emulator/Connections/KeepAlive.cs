namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// Sends an empty frame well inside the peer's idle time-out, and gives up a peer from which nothing came for twice ours
/// (part 2, section 2.4.5).
/// </summary>
internal sealed class KeepAlive(Outbox outbox, TimeProvider time, Action abandon) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private ITimer? _timer;
    private TimeSpan _patience;
    private long _lastFrame;

    public void OnFrame() => Volatile.Write(ref _lastFrame, time.GetTimestamp());

    public void Start(uint peerMilliseconds, uint ourMilliseconds)
    {
        _patience = TimeSpan.FromMilliseconds(2.0 * ourMilliseconds);
        var pause = peerMilliseconds == 0 ? LongestPause : TimeSpan.FromMilliseconds(peerMilliseconds / 3.0);
        pause = pause > LongestPause ? LongestPause : pause < ShortestPause ? ShortestPause : pause;
        _timer = time.CreateTimer(_ => OnTick(), null, pause, pause);
    }

    public void Dispose() => _timer?.Dispose();

    private void OnTick()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _lastFrame)) > _patience)
            abandon();
        else
            outbox.TryPost(output => output.Send(0, null));
    }
}
