using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Access;

/// <summary>Ends the links of a connection whose claim has expired and wasn't renewed. The timer looks when the first may have.</summary>
internal sealed class ExpiryWatch : IDisposable
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Latest = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Link, EntityPath> _links = [];
    private readonly Claims _claims;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public ExpiryWatch(Claims claims, TimeProvider time)
    {
        (_claims, _time) = (claims, time);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Link link, EntityPath path)
    {
        lock (_lock)
            _links[link] = path;
        Look();
    }

    public void Remove(Link link)
    {
        lock (_lock)
            _links.Remove(link);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var next = now + Latest;
            foreach (var (link, path) in _links)
            {
                if (_claims.ExpiryOf(path) is not { } expiry || expiry <= now)
                    link.End(AmqpError.Unauthorized($"Unauthorized access: the token for '{path}' has expired."));
                else if (expiry < next)
                    next = expiry;
            }

            if (_links.Count > 0)
                _timer.Change(next - now < Soonest ? Soonest : next - now, Timeout.InfiniteTimeSpan);
        }
    }
}
