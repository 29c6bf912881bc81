using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// The writing side of a partition's log, used by one loop alone. A group of batches is prepared in memory, written and
/// flushed at once, and only then becomes visible; if that fails, nothing of the group remains. If even that can't be had, the
/// log takes no more events, because they would lie behind what nobody wrote; what is there can be read.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private const int MinWorthRolling = 64 * 1024;

    // What a large group took isn't kept for the small ones behind it.
    private const int MaxKeptGroup = 8 * 1024 * 1024;

    private readonly SegmentStore _store;
    private readonly TimeProvider _time;
    private readonly long _rollSize;
    private readonly AmqpWriter _group = new();
    private LogView _prepared;
    private bool _roll;
    private LogView _view;
    private Exception? _broken;

    public PartitionLog(SegmentStore store, TimeProvider time, long rollSize)
    {
        (_store, _time, _rollSize) = (store, time, rollSize);
        Recovered = LogRecovery.Recover(store);
        _prepared = _view = Recovered.Log;
    }

    /// <summary>What was found when it was opened.</summary>
    public RecoveredLog Recovered { get; }

    public LogView View => Volatile.Read(ref _view);

    public int PreparedBytes => _group.Length;

    /// <summary>Gives the events their places in the group being prepared.</summary>
    public void Prepare(EventBatch batch)
    {
        // Times never run backwards within a partition, whatever the clock does.
        var time = Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), _prepared.LastEnqueuedTime);
        var (sequenceNumber, start, last) = (_prepared.EndSequenceNumber, _view.EndOffset, _prepared.LastOffset);
        batch.FirstSequenceNumber = sequenceNumber;
        foreach (var slice in batch.Events)
        {
            last = start + _group.Length;
            RecordFormat.Write(_group, batch, slice, sequenceNumber++, time, last);
        }

        _prepared = _prepared with
        {
            EndSequenceNumber = sequenceNumber,
            EndOffset = start + _group.Length,
            LastOffset = last,
            LastEnqueuedTime = time,
        };
    }

    /// <summary>Makes the group durable and visible.</summary>
    public void Commit()
    {
        if (_group.Length == 0)
            return;
        if (_broken is not null)
            throw new IOException("The partition takes no more events since one could not be taken back.", _broken);
        var segment = _view.Segments[^1];
        if (segment.Length >= _rollSize || _roll)
        {
            _roll = false;
            segment = _store.Create(_view.EndSequenceNumber, _view.EndOffset);
            _prepared = _prepared with { Segments = _view.Segments.Add(segment) };
            Publish(_view with { Segments = _prepared.Segments });
        }

        Write(segment);
        Publish(_prepared);
        Clear();
    }

    /// <summary>Drops the group being prepared.</summary>
    public void Discard()
    {
        _prepared = _view;
        Clear();
    }

    /// <summary>Lets go of memory while there is nothing to do.</summary>
    public void Rest() => _group.Dispose();

    /// <summary>Removes the damaged records of the segment around an offset; says which events they were.</summary>
    public IReadOnlyList<LostEvents> Repair(long offset)
    {
        var lost = new List<LostEvents>();
        var repaired = LogRepair.Repair(_store, _view, offset, lost);
        Publish(_prepared = repaired);
        return lost;
    }

    /// <summary>Whether there is a whole record at an offset, or nothing more.</summary>
    public bool IsReadable(long offset)
    {
        using var chunk = RecordChunk.Read(_view, offset, RecordFormat.HeaderSize);
        return _view.Next(offset) >= _view.EndOffset || chunk.TryNext(out _);
    }

    public void TruncateBefore(long sequenceNumber) => Retain(LogRetention.BeginAt(_view, sequenceNumber));

    /// <summary>Removes the oldest segments until the log is no larger than that.</summary>
    public void Limit(long maxBytes) => Retain(LogRetention.Limit(_view, maxBytes));

    /// <summary>Removes events that came before a time, milliseconds, and the segments that hold nothing else.</summary>
    public void RemoveBefore(long time)
    {
        Retain(LogRetention.Since(_view, time));
        // With few events a segment would take days to fill, most of it long past its time.
        var last = _view.Segments[^1];
        _roll = _view.BeginOffset - last.BaseOffset > Math.Max(MinWorthRolling, last.Length / 2);
    }

    /// <summary>Begins again with nothing, at sequence number 0.</summary>
    public void Reset()
    {
        _store.SaveBegin(LogBegin.Zero);
        foreach (var segment in _view.Segments)
            segment.Delete();
        (_roll, _broken) = (false, null);
        Publish(_prepared = new LogView([_store.Create(0, 0)]));
    }

    public void Dispose()
    {
        _group.Dispose();
        foreach (var segment in _view.Segments.OfType<IDisposable>())
            segment.Dispose();
    }

    private void Retain(LogView log)
    {
        if (log.IsEmpty && log.Segments[^1].Length > 0)
        {
            log = log with { Segments = [_store.Create(log.EndSequenceNumber, log.EndOffset)] };
            // Before those are removed that could tell where the log ended.
            log.Segments[0].Flush();
        }

        if (log == _view)
            return;
        _store.SaveBegin(new LogBegin(log.BeginSequenceNumber, log.LastOffset, log.LastEnqueuedTime));
        foreach (var segment in _view.Segments.Except(log.Segments))
            segment.Delete();
        Publish(_prepared = log);
    }

    private void Write(Segment segment)
    {
        var before = segment.Length;
        try
        {
            segment.Append(_group.Written);
            segment.Flush();
        }
        catch
        {
            TakeBack(segment, before);
            throw;
        }
    }

    private void TakeBack(Segment segment, long length)
    {
        try
        {
            segment.Truncate(length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _broken = exception;
        }
    }

    private void Clear()
    {
        if (_group.Length > MaxKeptGroup)
            _group.Dispose();
        _group.Clear();
    }

    private void Publish(LogView view) => Volatile.Write(ref _view, view);
}
