using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>
/// A consumer's way back: asked for by any thread, taken by the write loop, which sends the range once more and then goes on
/// where it was.
/// </summary>
internal sealed class Redelivery
{
    private Range? _asked;
    private long _end = -1;
    private long _resume;

    /// <summary>Asks for the events from one sequence number to another, both included.</summary>
    public void Ask(LogView log, long first, long last) => Volatile.Write(
        ref _asked, new Range(LogSearch.FromSequenceNumber(log, first).Offset, LogSearch.FromSequenceNumber(log, Math.Min(last, long.MaxValue - 1) + 1).Offset));

    /// <summary>Where to go on from an offset.</summary>
    public long Next(long offset)
    {
        if (_end >= 0 && offset >= _end)
            (offset, _end) = (_resume, -1);
        if (Interlocked.Exchange(ref _asked, null) is not { } range)
            return offset;
        // What wasn't sent yet needs no repetition.
        _resume = _end >= 0 ? _resume : offset;
        _end = Math.Min(range.End, _resume);
        if (range.First < _end)
            return range.First;
        _end = -1;
        return _resume;
    }

    /// <summary>Whether the range ends here.</summary>
    public bool EndsAt(long offset) => _end >= 0 && offset >= _end;

    private sealed record Range(long First, long End);
}
