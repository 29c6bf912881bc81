using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>
/// The newest events, once for all readers. Each reader has a place in it and goes on at its own speed; one that is overtaken learns
/// how many it missed. So memory depends neither on the number of readers nor on how slow they are.
/// </summary>
internal sealed class LiveBuffer(IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LiveEvent[] _events = new LiveEvent[options.Value.BufferedEvents];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _end;

    /// <summary>The place of the next event.</summary>
    public long End
    {
        get
        {
            lock (_lock)
                return _end;
        }
    }

    public void Add(IReadOnlyCollection<LiveEvent> events)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            foreach (var one in events)
                _events[_end++ % _events.Length] = one;
            added = _added;
            _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        added.TrySetResult();
    }

    /// <summary>Takes what comes next for a reader.</summary>
    /// <param name="place">The reader's place; moved on.</param>
    /// <param name="events">Where they go.</param>
    /// <param name="missed">How many events of all readers were overwritten before this one took them.</param>
    /// <returns>How many were taken.</returns>
    public int Take(ref long place, Span<LiveEvent> events, out long missed)
    {
        lock (_lock)
        {
            var oldest = Math.Max(0, _end - _events.Length);
            missed = Math.Max(0, oldest - place);
            place += missed;
            var count = (int)Math.Min(events.Length, _end - place);
            for (var i = 0; i < count; i++)
                events[i] = _events[place++ % _events.Length];
            return count;
        }
    }

    /// <summary>Waits until there is something at a place.</summary>
    public Task WaitAsync(long place, CancellationToken cancellationToken)
    {
        lock (_lock)
            return _end > place ? Task.CompletedTask : _added.Task.WaitAsync(cancellationToken);
    }
}
